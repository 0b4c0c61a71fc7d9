import axios from 'axios';
import { createClient, type Client } from './generated/client/index.js';
import { followEvents, type EventOptions } from './events/follow-events.js';
import * as api from './generated/index.js';
import { refuseDotSegments, toSkeinError } from './problem.js';
import { DEFAULT_RETRY, installRetry, type RetryOptions } from './retry.js';
import { waitForEnd, type WaitOptions } from './wait-for.js';

export interface SkeinOptions {
  /** Where the server is, such as `http://127.0.0.1:8000`. */
  baseUrl: string;
  /** Bearer token, where the server asks for one. */
  token?: string;
  /** How failures on the way are repeated; false: not at all. Streams of events take the pauses from it and go on for ever. */
  retry?: Partial<RetryOptions> | false;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface RepeatableOptions extends CallOptions {
  /** Given one, the change happens once however often it is asked for; by default every call gets a key of its own. */
  idempotencyKey?: string;
}

export interface ChangeOptions extends RepeatableOptions {
  /** The version that the simulation must be at, as a status told it: else the change is refused with `precondition_failed`. */
  ifVersion?: number;
}

export type Skein = ReturnType<typeof createSkein>;

/**
 * A Skein server as an object. Every method rejects with `SkeinProblem` when the server refuses, and with
 * `SkeinUnreachable` when it stays out of reach.
 */
export function createSkein({ baseUrl, token, retry = {} }: SkeinOptions) {
  const instance = axios.create({ baseURL: baseUrl.replace(/\/+$/, ''), headers: token ? { Authorization: `Bearer ${token}` } : {} });
  const repeated: RetryOptions = retry === false ? { ...DEFAULT_RETRY, retries: 0 } : { ...DEFAULT_RETRY, ...retry };
  if (retry !== false) installRetry(instance, repeated);
  instance.interceptors.request.use((config) => {
    refuseDotSegments(config.url ?? '');
    return config;
  });
  instance.interceptors.response.use(undefined, (error: unknown) => Promise.reject(toSkeinError(error)));
  const client: Client = createClient({ axios: instance, throwOnError: true });
  const options = ({ signal }: CallOptions) => ({ client, throwOnError: true as const, signal });
  const change = ({ idempotencyKey, ifVersion, ...rest }: ChangeOptions) => ({
    ...options(rest),
    headers: {
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...(ifVersion === undefined ? {} : { 'If-Match': `"${ifVersion}"` }),
    },
  });
  const stream = (path: string, wanted: EventOptions) => {
    const url = new URL(`${baseUrl.replace(/\/+$/, '')}/${path}`);
    return followEvents(
      { url, headers: token ? { authorization: `Bearer ${token}` } : {}, retry: retry === false ? false : repeated },
      wanted,
    );
  };
  const status = (simId: string, call: CallOptions = {}) => data(api.getStatus({ ...options(call), path: { sim_id: simId } }));

  return {
    /** For the generated functions of `@skein/client`, which take it as `client`. */
    client,
    simulate: (request: api.SimulationRequestInput, call: ChangeOptions = {}) => data(api.simulate({ ...change(call), body: request })),
    status,
    stop: (simId: string, call: ChangeOptions = {}) => data(api.stop({ ...change(call), path: { sim_id: simId } })),
    restart: (simId: string, { keepEdits = false, ...call }: ChangeOptions & { keepEdits?: boolean } = {}) =>
      data(api.restart({ ...change(call), path: { sim_id: simId }, query: keepEdits ? { keep_edits: true } : {} })),
    pause: (simId: string, call: ChangeOptions = {}) => data(api.pause({ ...change(call), path: { sim_id: simId } })),
    resume: (simId: string, call: ChangeOptions = {}) => data(api.resume({ ...change(call), path: { sim_id: simId } })),
    setSpeed: (simId: string, speed: api.SpeedInput['speed'], call: ChangeOptions = {}) =>
      data(api.setSpeed({ ...change(call), path: { sim_id: simId }, body: { speed } })),
    /** One operation, or `{ operations: [...] }`, made as a whole or not at all. */
    edit: (simId: string, body: api.EditData['body'], { dryRun = false, ...call }: ChangeOptions & { dryRun?: boolean } = {}) =>
      data(api.edit({ ...change(call), path: { sim_id: simId }, body, query: dryRun ? { dry_run: true } : {} })),
    edits: (simId: string, call: CallOptions = {}) => data(api.listEdits({ ...options(call), path: { sim_id: simId } })),
    topology: (simId: string, call: CallOptions = {}) => data(api.getTopology({ ...options(call), path: { sim_id: simId } })),
    /**
     * What has happened to a simulation, and what happens, until the iteration or `signal` ends it: a connection that is lost is made again, however long
     * the server is away, and `onReconnect` is told of it.
     */
    events: (simId: string, wanted: EventOptions = {}) => stream(`events/${encodeURIComponent(simId)}`, wanted),
    /** What happens to any simulation from now on, or from an event on. */
    allEvents: (wanted: EventOptions = {}) => stream('events', wanted),
    /** What it has written by its log level, oldest first; `level` and those above it. */
    logs: (simId: string, query: NonNullable<api.GetLogsData['query']> = {}, call: CallOptions = {}) =>
      data(api.getLogs({ ...options(call), path: { sim_id: simId }, query })),
    results: (simId: string, call: CallOptions = {}) => data(api.getResults({ ...options(call), path: { sim_id: simId } })),
    /** The request that made a simulation, as it was submitted. */
    request: (simId: string, call: CallOptions = {}) => data(api.getRequest({ ...options(call), path: { sim_id: simId } })),
    /** A page, newest first; `label` holds texts of the form `key:value`, `name` may end with `*`. */
    list: (query: NonNullable<api.ListSimulationsData['query']> = {}, call: CallOptions = {}) =>
      data(api.listSimulations({ ...options(call), query })),
    delete: (simId: string, call: ChangeOptions = {}) =>
      data(api.deleteSimulation({ ...change(call), path: { sim_id: simId } })).then(() => undefined),
    validateTopology: (topology: api.TopologyInput | api.SimulationRequestInput, call: CallOptions = {}) =>
      data(api.validateTopology({ ...options(call), body: topology })),
    /** Makes an agent known; with `token` of the client as the enrolment token where the server asks for one. */
    registerAgent: (agent: api.RegisterAgentData['body'], call: CallOptions = {}) =>
      data(api.registerAgent({ ...options(call), body: agent })),
    /** In the order of their registration; a list of more than 8 MiB is cut, and the header `Link` says where it goes on. */
    agents: (query: NonNullable<api.ListAgentsData['query']> = {}, call: CallOptions = {}) =>
      data(api.listAgents({ ...options(call), query })),
    agent: (agentId: string, call: CallOptions = {}) => data(api.getAgent({ ...options(call), path: { agent_id: agentId } })),
    /** What an agent has announced that it can carry out. */
    agentCommands: (agentId: string, call: CallOptions = {}) =>
      data(api.listAgentCommands({ ...options(call), path: { agent_id: agentId } })),
    revokeAgent: (agentId: string, call: CallOptions = {}) => data(api.revokeAgent({ ...options(call), path: { agent_id: agentId } })),
    /** Lifts the ban of a revoked agent, which may be deleted. */
    allowAgent: (agentId: string, call: CallOptions = {}) => data(api.allowAgent({ ...options(call), path: { agent_id: agentId } })),
    /** Ids of revoked agents, also of those that were deleted since. */
    bans: (query: NonNullable<api.ListBansData['query']> = {}, call: CallOptions = {}) => data(api.listBans({ ...options(call), query })),
    deleteAgent: (agentId: string, call: CallOptions = {}) =>
      data(api.deleteAgent({ ...options(call), path: { agent_id: agentId } })).then(() => undefined),
    fleetStatus: (call: CallOptions = {}) => data(api.getFleetStatus(options(call))),
    /** Gives a command to agents by id, by label, or to all; each gets it now or when it comes. */
    order: (order: api.OrderCommandData['body'], call: RepeatableOptions = {}) => data(api.orderCommand({ ...change(call), body: order })),
    command: (commandId: string, call: CallOptions = {}) => data(api.getCommand({ ...options(call), path: { command_id: commandId } })),
    cancelCommand: (commandId: string, call: CallOptions = {}) =>
      data(api.cancelCommand({ ...options(call), path: { command_id: commandId } })),
    /** How many commands of one order are in which state. */
    batch: (batchId: string, call: CallOptions = {}) => data(api.getBatch({ ...options(call), path: { batch_id: batchId } })),
    batchCommands: (batchId: string, query: NonNullable<api.ListBatchCommandsData['query']> = {}, call: CallOptions = {}) =>
      data(api.listBatchCommands({ ...options(call), path: { batch_id: batchId }, query })),
    /** The newest commands that an agent has answered, oldest first: as many as come to 8 MiB. */
    responses: (agentId: string, query: NonNullable<api.ListResponsesData['query']> = {}, call: CallOptions = {}) =>
      data(api.listResponses({ ...options(call), path: { agent_id: agentId }, query })),
    /** What the server can run and what it runs, its database, and the versions of its parts. */
    system: (call: CallOptions = {}) => data(api.getSystem(options(call))),
    isReady: (call: CallOptions = {}) => data(api.getReadiness(options(call))).then(() => true),
    /** Waits until the simulation has ended, and returns its last status. */
    waitFor: (simId: string, wait: WaitOptions = {}) => waitForEnd(() => status(simId, wait), wait),
  };
}

async function data<T>(answer: Promise<{ data: T }>): Promise<T> {
  return (await answer).data;
}
