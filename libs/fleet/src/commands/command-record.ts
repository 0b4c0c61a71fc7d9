import type { CommandState } from './states.js';

/** A command for one agent. */
export interface CommandRecord {
  commandId: string;
  agentId: string;
  batchId: string;
  seq: number;
  state: CommandState;
  command: string;
  args: Record<string, unknown> | null;
  timeoutSec: number | null;
  createdAt: Date;
  expiresAt: Date | null;
  sentAt: Date | null;
  acknowledgedAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelRequestedAt: Date | null;
  progress: { message: string | null; fraction: number | null } | null;
  /** What the agent answered; null where it has not. */
  result: string | null;
}

/** Who is to carry out a command: named agents, those with all of these labels, or every one. */
export type Targets = { ids: readonly string[] } | { labels: Readonly<Record<string, string>> } | { all: true };

/** What one request tells agents to do. */
export interface Order {
  batchId: string;
  /** The client's `Idempotency-Key`, or an id that the server gave at the door. */
  requestId: string;
  /** Digest of what was asked. */
  fingerprint: string;
  targets: Targets;
  command: string;
  args: Record<string, unknown> | null;
  /** Not worth delivering later than this. */
  ttlSec: number | null;
  /** How long it may run. */
  timeoutSec: number | null;
  /** An agent for whom so many commands wait gets none. */
  mostQueued: number;
}

/** A command on its way to a connected agent. */
export interface Dispatch {
  commandId: string;
  agentId: string;
  seq: number;
  /** The connection that it was claimed for. */
  epoch: number;
  command: string;
  args: Record<string, unknown> | null;
  timeoutSec: number | null;
  /** Since it was given, seconds. */
  waitedSec: number;
}
