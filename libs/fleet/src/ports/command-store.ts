import type { CommandRecord, Dispatch, Order } from '../commands/command-record.js';
import type { CommandState, Outcome } from '../commands/states.js';

/** The server that sends, and what it knows of its connections. */
export interface Sender {
  replica: string;
  /** Agents that are to get nothing just now: they do not read what they have been sent. */
  held: readonly string[];
}

/** Numbers of commands, and bytes of their arguments; of bytes, one command may exceed each limit. */
export interface ClaimLimits {
  inAll: number;
  forEach: number;
  bytesInAll: number;
  bytesForEach: number;
}

export interface Claimed {
  dispatches: Dispatch[];
  /** More would have been taken, had there been room for its bytes. */
  cut: boolean;
}

/** A page of a list, and whether there is more beyond it. */
export interface Page<T> {
  items: T[];
  more: boolean;
}

export interface PageLimits {
  items: number;
  /** Of what is of any size in an item; the first may be larger. */
  bytes: number;
}

/** A command that its agent has answered. */
export interface ExecutedCommand {
  commandId: string;
  seq: number;
  state: CommandState;
  command: string;
  sentAt: Date | null;
  result: string;
}

/** One command of an order. */
export interface Placed {
  commandId: string;
  agentId: string;
  /** The agent is connected, here or elsewhere. */
  connected: boolean;
}

/** What an order has led to. */
export interface OrderOutcome {
  batchId: string;
  fingerprint: string;
  /** Made by an earlier request of the same id. */
  repeated: boolean;
  placed: Placed[];
  /** Targets for which as many commands wait as may wait: they got none. */
  full: string[];
  /** To be sent from here now: they are kept as sent. */
  dispatches: Dispatch[];
  /** Agents to whom other servers can send. */
  elsewhere: { replica: string; agentId: string }[];
}

/** What an agent reports of a command; without `begun` that it has it. */
export interface Report {
  agentId: string;
  commandId: string;
  begun: boolean;
  message: string | null;
  fraction: number | null;
}

/** What became of a report; `unknown`: the agent was never given such a command, `unwanted`: it was cancelled when the agent could not be told. */
export type ReportOutcome = 'noted' | 'unwanted' | 'unknown';

export interface CommandResult {
  agentId: string;
  commandId: string;
  state: Outcome;
  result: string;
}

/**
 * What became of a result; `known` false: the agent was never given such a command. `tookSec`: since it was last sent, seconds; null where it was not, and
 * for what is not recorded.
 */
export type ResultOutcome =
  { known: false } | { known: true; recorded: boolean; state: CommandState; result: string | null; tookSec: number | null };

export interface BatchCount {
  batchId: string;
  command: string;
  args: Record<string, unknown> | null;
  createdAt: Date;
  states: Partial<Record<CommandState, number>>;
}

/** Commands and what becomes of them. Every change compares the state that it starts from. */
export abstract class CommandStore {
  /** Puts a command into the queue of each target; to those connected here that wait for nothing else it counts as sent at once. */
  abstract order(order: Order, sender: Sender): Promise<OrderOutcome>;

  /** Takes queued commands of agents connected here, in the order of each. @param agentIds of these only; null: of all */
  abstract claim(sender: Sender, agentIds: readonly string[] | null, most: ClaimLimits): Promise<Claimed>;

  /** Bytes of arguments that wait to be sent; small ones are not counted. */
  abstract queuedBytes(): Promise<number>;

  /** Puts back what counts as sent by this server since so many seconds: the answer that it was sent did not arrive here, so nothing was. */
  abstract requeueUnwritten(replica: string, sinceSec: number): Promise<void>;

  /** Of a command that has ended, it changes nothing. */
  abstract report(report: Report): Promise<ReportOutcome>;

  abstract record(result: CommandResult): Promise<ResultOutcome>;

  /** Puts back what was sent over connections that are gone. @returns the agents */
  abstract requeueStale(): Promise<string[]>;

  /** Moves on what has lasted too long: expires, puts back what was not acknowledged, times out. @returns how many */
  abstract overdue(limit: number): Promise<number>;

  /** Cancels what is queued; else notes that it is not wanted. @returns the command as it then is, and where its agent is; null where there is none */
  abstract cancel(commandId: string): Promise<{ command: CommandRecord; replica: string | null } | null>;

  /** Commands of agents connected here that are to be told that they are not wanted; each once for each connection. */
  abstract claimCancellations(replica: string): Promise<{ agentId: string; commandId: string }[]>;

  abstract find(commandId: string): Promise<CommandRecord | null>;

  /** Commands that an agent has answered, the newest of those before one of them, oldest first. @param before null: of all */
  abstract executed(agentId: string, before: number | null, most: PageLimits): Promise<Page<ExecutedCommand>>;

  abstract batch(batchId: string): Promise<BatchCount | null>;

  /** The commands of a batch in their order, after one of them. */
  abstract batchCommands(batchId: string, after: number, most: PageLimits): Promise<Page<CommandRecord>>;

  /** Deletes commands that ended longer than `ageSec` ago, and batches without commands; at most so many. @returns how many */
  abstract forgetEnded(ageSec: number, most: number): Promise<number>;
}
