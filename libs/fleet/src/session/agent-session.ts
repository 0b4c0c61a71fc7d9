import type { Dispatch } from '../commands/command-record.js';
import type { Report, CommandResult } from '../ports/command-store.js';
import { SMALL_BYTES } from '@skein/intake';
import type { LargeMessage, LargeOutcome, Piece } from '../ports/large-messages.js';
import type { Hello } from '../wire/from-agent.js';
import { Parts, recognizePart } from '../wire/parts.js';
import { CLOSE, PROTOCOL } from '../wire/protocol.js';
import { readFromAgent } from '../wire/read-frame.js';
import type { FrameRefusal } from '../wire/read-frame.js';
import type { PlainCommand, ToAgent } from '../wire/to-agent.js';

/** What is to be done about a frame. */
export type Action =
  | { do: 'send'; frame: ToAgent }
  | { do: 'close'; code: number; reason: string }
  | { do: 'greet'; hello: Hello }
  | { do: 'report'; report: Report }
  | { do: 'record'; result: CommandResult }
  | { do: 'state'; draining: boolean; freeSlots: number }
  | { do: 'measure'; sentAtMs: number }
  /** `isChecked`: it is what came of checking a message of the simulation runner protocol; else such a message as it came. */
  | { do: 'runner'; message: { type: string }; isChecked: boolean }
  /** On another thread; what comes after it waits until \`heard\` was told of the outcome. */
  | { do: 'read'; message: LargeMessage };

/**
 * The protocol of one connection: what each frame asks for, and what is written for a command. Knows nothing of sockets, clocks and the database. An
 * agent that never says `hello` is only ever sent commands.
 */
export class AgentSession {
  private greeted = false;
  private readonly parts = new Parts();

  /** @param expectsHello the agent has offered the subprotocol, and is sent nothing before its `hello` */
  constructor(
    readonly agentId: string,
    private readonly expectsHello: boolean,
  ) {}

  /** Speaks the protocol of `hello`, from then on. */
  get speaks(): boolean {
    return this.greeted;
  }

  /** Bytes of parts that it holds until their message is complete. */
  get heldBytes(): number {
    return this.parts.held;
  }

  /** Forgets parts of a message that will not be completed. */
  discard(): void {
    this.parts.clear();
  }

  /** @param frame in memory of its own where it is large */
  receive(frame: Uint8Array): Action[] {
    if (frame.length <= SMALL_BYTES) return this.heard(readFromAgent(frame));
    const large = frame as Uint8Array<ArrayBuffer>;
    const part = this.greeted ? recognizePart(large) : null;
    if (part === null) return [{ do: 'read', message: { kind: 'frame', frame: large } }];
    return this.collect(() => this.parts.addRaw(part));
  }

  /** What a message asks for that has been read. */
  heard(outcome: LargeOutcome): Action[] {
    if (!outcome.ok && outcome.beyondBudget) return [refusal(outcome.refusal), tooCostly(outcome.refusal.detail)];
    if (!outcome.ok) return [refusal(outcome.refusal), ...this.unlessGreeted()];
    const message = outcome.value;
    const { agentId } = this;
    if (message.type === 'hello') return this.hello(message);
    if (!this.greeted) {
      const detail = `A connection begins with hello, not with ${message.type}; an agent without hello answers over HTTP.`;
      return [refusal({ code: 'hello_expected', detail }), ...this.unlessGreeted()];
    }
    switch (message.type) {
      case 'ack':
        return [{ do: 'report', report: { agentId, commandId: message.id, begun: false, message: null, fraction: null } }];
      case 'progress': {
        const { id: commandId, message: text = null, fraction = null } = message;
        return [{ do: 'report', report: { agentId, commandId, begun: true, message: text, fraction } }];
      }
      case 'result':
        return [{ do: 'record', result: { agentId, commandId: message.id, state: message.state, result: message.result } }];
      case 'ping':
        return [{ do: 'send', frame: { type: 'pong', ts: message.ts } }];
      case 'pong':
        return [{ do: 'measure', sentAtMs: message.ts }];
      case 'state':
        return [{ do: 'state', draining: message.draining, freeSlots: message.free_slots }];
      case 'runner':
        return [{ do: 'runner', message: message.message, isChecked: outcome.isChecked === true }];
      case 'part':
        return this.collect(() => this.parts.add(message));
    }
  }

  /** What is written to the socket for a command. */
  command({ commandId, seq, command, args, timeoutSec }: Dispatch): string {
    if (this.greeted) {
      return JSON.stringify({
        type: 'command',
        id: commandId,
        seq,
        command,
        args: args ?? {},
        timeout_sec: timeoutSec,
      } satisfies ToAgent);
    }
    return JSON.stringify({ id: commandId, command, ...(args === null ? {} : { args }) } satisfies PlainCommand);
  }

  private hello(hello: Hello): Action[] {
    if (this.greeted) return [refusal({ code: 'invalid_message', detail: 'hello is said once, at the beginning of a connection.' })];
    if (hello.protocol !== PROTOCOL) {
      const detail = `This server speaks protocol ${PROTOCOL}, not ${hello.protocol}; take a version of the agent that does.`;
      return [refusal({ code: 'unsupported_protocol', detail }), { do: 'close', code: CLOSE.protocol, reason: detail }];
    }
    this.greeted = true;
    return [{ do: 'greet', hello }];
  }

  private collect(add: () => Piece[] | null): Action[] {
    try {
      const pieces = add();
      return pieces === null ? [] : [{ do: 'read', message: { kind: 'parts', pieces } }];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [refusal({ code: 'invalid_message', detail: error.message }), tooCostly(error.message)];
    }
  }

  private unlessGreeted(): Action[] {
    if (this.greeted || !this.expectsHello) return [];
    return [{ do: 'close', code: CLOSE.no_hello, reason: 'The first message must be a valid hello.' }];
  }
}

function tooCostly(reason: string): Action {
  return { do: 'close', code: CLOSE.too_large, reason };
}

export function refusal({ code, detail, id }: FrameRefusal): Action {
  return { do: 'send', frame: { type: 'error', code, detail, ...(id === undefined ? {} : { id }) } };
}

/** The answer to a word about a command that the agent was never given. */
export function unknownCommand(agentId: string, commandId: string): ToAgent {
  return {
    type: 'error',
    code: 'unknown_command',
    detail: `Agent ${agentId} was never given a command ${commandId}; forget it.`,
    id: commandId,
  };
}
