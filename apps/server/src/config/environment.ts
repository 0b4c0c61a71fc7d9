import { availableParallelism } from 'node:os';
import { DEFAULT_LIMITS } from '@skein/topology';
import { cleanEnv, makeValidator, str, type CleanedEnvAccessors } from 'envalid';
import { ACCESS_SPECS, accessSettings, type AccessSettings } from './access-settings.js';
import { decimal } from './decimal.js';
import { misspelt } from './misspelt.js';
import { postgresUrl } from './postgres-url.js';
import { whole } from './whole.js';
import { yesOrNo } from './yes-or-no.js';

export const SERVER_LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** What the operator can set. Parsed once, at boot. */
export interface Environment {
  /** About variables that have no effect, and look as if they were meant to. */
  warnings: readonly string[];
  port: number;
  host: string;
  access: AccessSettings;
  /** Undefined: the embedded PostgreSQL. */
  databaseUrl: string | undefined;
  dataDir: string;
  logLevel: (typeof SERVER_LOG_LEVELS)[number];
  /** Processes that serve, on one port. */
  processes: number;
  /** Worker threads that run simulations, of each process. */
  threads: number;
  /** Simulations that one thread holds at once. */
  slots: number;
  /** Work on one simulation, in seconds, between two snapshots of it. */
  snapshotSec: number;
  /** Simulations that may be pending before no more are accepted. */
  maxBacklog: number;
  /** Hours after which ended simulations are deleted; null keeps them. */
  retentionHours: number | null;
  /** What agents are asked for when they register; null: nothing of their own. */
  enrolmentToken: string | null;
  /** Seconds between two signs of life of an agent. */
  heartbeatSec: number;
  /** Commands that may wait for one agent. */
  maxQueuedCommands: number;
  /** Bytes of commands' arguments that may wait, on all servers of the database. */
  maxQueuedBytes: number;
  /** Whether servers on one database tell each other what is new. */
  notifications: boolean;
  limits: { nodes: number; links: number; bytes: number; flows: number };
}

const secret = makeValidator((text) => {
  if (/^[\x21-\x7e]{16,}$/.test(text)) return text;
  throw new Error('at least 16 visible ASCII characters, such as `openssl rand -hex 32` prints');
});

const oneOf = <T extends string>(...choices: readonly T[]) =>
  makeValidator((text) => {
    const choice = choices.find((known) => known === text);
    if (choice !== undefined) return choice;
    throw new Error(choices.join(', '));
  });

/** Node holds about this much of a request in memory several times over; beyond it a server of usual size would suffer. */
const LARGEST_BODY = 1024 * 1024 * 1024;

const SPECS = {
  PORT: whole(0, 65_535)({ default: 8000 }),
  ...ACCESS_SPECS,
  DATABASE_URL: postgresUrl({ default: undefined }),
  SKEIN_DATA_DIR: str({ default: '.skein' }),
  LOG_LEVEL: oneOf(...SERVER_LOG_LEVELS)({ default: 'info' }),
  SKEIN_PROCESSES: whole(1, 64)({ default: 1 }),
  SKEIN_THREADS: whole(1, 256)({ default: undefined }),
  SKEIN_SLOTS: whole(1, 1_000_000)({ default: 10_000 }),
  SKEIN_SNAPSHOT_SEC: decimal(0.001, 1_000_000)({ default: 20 }),
  SKEIN_MAX_BACKLOG: whole(1, 100_000_000)({ default: 100_000 }),
  SKEIN_RETENTION_HOURS: whole(1, 1_000_000)({ default: undefined }),
  SKEIN_ENROLMENT_TOKEN: secret({ default: undefined }),
  SKEIN_HEARTBEAT_SEC: whole(1, 3_600)({ default: 15 }),
  SKEIN_MAX_QUEUED_COMMANDS: whole(1, 1_000_000)({ default: 1000 }),
  SKEIN_MAX_QUEUED_BYTES: whole(1, 1_000_000_000_000)({ default: 256 * 1024 * 1024 }),
  SKEIN_NOTIFICATIONS: yesOrNo({ default: true }),
  SKEIN_MAX_NODES: whole(1, 10_000_000)({ default: DEFAULT_LIMITS.nodes }),
  SKEIN_MAX_LINKS: whole(0, 10_000_000)({ default: DEFAULT_LIMITS.links }),
  SKEIN_MAX_FLOWS: whole(0, 10_000_000)({ default: DEFAULT_LIMITS.flows }),
  SKEIN_MAX_BODY_BYTES: whole(1, LARGEST_BODY)({ default: DEFAULT_LIMITS.bytes }),
};

/** Every variable that is read. */
export const VARIABLES = Object.keys(SPECS);

/**
 * Reads the environment.
 * @throws Error naming every bad variable and what it accepts, never what it was set to, which may be a secret; or saying that nothing
 * would protect the server
 */
export function readEnvironment(source: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const env: CleanedEnvAccessors & ReturnType<typeof clean> = clean(given);
  return {
    warnings: misspelt(source, VARIABLES),
    port: env.PORT,
    host: env.HOST,
    access: accessSettings(env, env.SKEIN_MAX_BODY_BYTES, env.SKEIN_PROCESSES),
    databaseUrl: env.DATABASE_URL,
    dataDir: env.SKEIN_DATA_DIR,
    logLevel: env.LOG_LEVEL,
    processes: env.SKEIN_PROCESSES,
    threads: env.SKEIN_THREADS ?? threadsBeside(env.SKEIN_PROCESSES),
    slots: env.SKEIN_SLOTS,
    snapshotSec: env.SKEIN_SNAPSHOT_SEC,
    maxBacklog: env.SKEIN_MAX_BACKLOG,
    retentionHours: env.SKEIN_RETENTION_HOURS ?? null,
    enrolmentToken: env.SKEIN_ENROLMENT_TOKEN ?? null,
    heartbeatSec: env.SKEIN_HEARTBEAT_SEC,
    maxQueuedCommands: env.SKEIN_MAX_QUEUED_COMMANDS,
    maxQueuedBytes: env.SKEIN_MAX_QUEUED_BYTES,
    notifications: env.SKEIN_NOTIFICATIONS,
    limits: { nodes: env.SKEIN_MAX_NODES, links: env.SKEIN_MAX_LINKS, flows: env.SKEIN_MAX_FLOWS, bytes: env.SKEIN_MAX_BODY_BYTES },
  };
}

/** Each process has a thread that serves; the simulations of all of them get the other cores. */
function threadsBeside(processes: number): number {
  return Math.max(1, Math.floor(availableParallelism() / processes) - 1);
}

function clean(source: NodeJS.ProcessEnv) {
  return cleanEnv(source, SPECS, {
    reporter: ({ errors }) => {
      const lines = Object.entries(errors).map(([name, error]) => `  ${name} must be ${error?.message}`);
      if (lines.length > 0) throw new Error(`The environment is not usable:\n${lines.join('\n')}`);
    },
  });
}
