import { Injectable, Logger } from '@nestjs/common';
import { SMALL_BYTES } from '@skein/intake';
import { RecurringLog } from '@skein/problem';
import { type CommandResult, CommandStore, type Report } from '../../ports/command-store.js';
import { FleetMetrics } from '../../ports/fleet-metrics.js';
import { type LargeMessage, LargeMessages } from '../../ports/large-messages.js';
import { PresenceStore } from '../../ports/presence-store.js';
import { type Action, unknownCommand } from '../../session/agent-session.js';
import type { Hello } from '../../wire/from-agent.js';
import { CLOSE, PROTOCOL } from '../../wire/protocol.js';
import { FleetOptions } from '../fleet-options.js';
import { AgentLinks } from './agent-links.js';
import { type Connection, MOST_ATTENDED } from './connection.js';
import { MessageMemory } from './message-memory.js';
import { Outbox } from './outbox.js';
import { persistently } from './persistently.js';
import { Refusals } from './refusals.js';

/** Carries out what the frames of agents ask for. What is confirmed to an agent is in the database. */
@Injectable()
export class Conversation {
  private readonly faults = new RecurringLog(new Logger(Conversation.name));

  constructor(
    private readonly commands: CommandStore,
    private readonly presence: PresenceStore,
    private readonly outbox: Outbox,
    private readonly links: AgentLinks,
    private readonly large: LargeMessages,
    private readonly memory: MessageMemory,
    private readonly refusals: Refusals,
    private readonly metrics: FleetMetrics,
    private readonly options: FleetOptions,
  ) {}

  received(connection: Connection, frame: Buffer): void {
    if (connection.ended.aborted || connection.isClosing || connection.waits(frame)) return;
    const before = connection.session.heldBytes;
    this.act(connection, connection.session.receive(frame));
    if (!connection.isReading && (connection.session.heldBytes !== before || frame.length > SMALL_BYTES)) {
      this.hold(connection, connection.session.heldBytes);
    }
  }

  private act(connection: Connection, actions: readonly Action[]): void {
    for (const action of actions) {
      this.note(connection, action);
      const done = this.carryOut(connection, action).catch((error: unknown) => this.broken(connection, action.do, error));
      connection.attend(done);
    }
  }

  private note({ agentId }: Connection, action: Action): void {
    if (action.do === 'close' && action.code === CLOSE.too_large) this.refusals.note('too_large', agentId, action.reason);
    else if (action.do === 'send' && action.frame.type === 'error') {
      const { code, detail } = action.frame;
      this.refusals.note(code === 'malformed_frame' ? 'malformed' : 'invalid', agentId, detail);
    }
  }

  /** Elsewhere, and nothing that comes after it is looked at meanwhile: what an agent says keeps its order. */
  private read(connection: Connection, message: LargeMessage): void {
    connection.beginReading();
    this.hold(connection, bytesOf(message));
    this.large
      .read(message, connection.ended)
      .then((outcome) => {
        if (!connection.ended.aborted) this.act(connection, connection.session.heard(outcome));
      })
      .catch((error: unknown) => {
        if (!connection.ended.aborted) this.broken(connection, 'read', error);
      })
      .finally(() => {
        if (connection.ended.aborted) return;
        this.hold(connection, 0);
        for (const frame of connection.endReading()) this.received(connection, frame);
      });
  }

  private hold(connection: Connection, bytes: number): void {
    const largest = this.memory.note(connection, bytes);
    if (largest) this.evict(largest);
  }

  /** Notes frames that are not complete, of connections that could each hold one back. */
  weigh(connections: Iterable<Connection>): void {
    for (const connection of connections) {
      const { incompleteBytes, isReading, isClosing, session } = connection;
      if (incompleteBytes > SMALL_BYTES && !isReading && !isClosing) this.hold(connection, session.heldBytes + incompleteBytes);
    }
  }

  private evict(largest: Connection): void {
    this.refusals.note('overload', largest.agentId, 'Too much of what agents send waits to be read; the largest message has to go.');
    largest.close(CLOSE.try_again_later, 'Too much of what agents send waits to be read; send this message again later.');
    largest.left();
    this.memory.forget(largest);
  }

  /** Whatever is not known to be done is said again over the next connection. */
  private broken(connection: Connection, what: string, error: unknown): void {
    this.faults.error(`An agent's ${what} was not carried out; its connection is closed`, error, { agent_id: connection.agentId });
    connection.terminate();
  }

  private async carryOut(connection: Connection, action: Action): Promise<void> {
    const { agentId, epoch } = connection;
    switch (action.do) {
      case 'send':
        return connection.send(action.frame);
      case 'close':
        return connection.close(action.code, action.reason);
      case 'greet':
        return this.greet(connection, action.hello);
      case 'report':
        return this.report(connection, action.report);
      case 'record':
        return this.record(connection, action.result);
      case 'state':
        this.links.state(agentId, epoch, action);
        return persistently(() => this.presence.state(connection, action));
      case 'measure':
        return connection.measured(action.sentAtMs, performance.now());
      case 'runner':
        return this.links.received(agentId, epoch, action.message, action.isChecked);
      case 'read':
        return this.read(connection, action.message);
    }
  }

  /** What it has finished and what it has at hand first, so that none of it is sent again; then it may be sent commands. */
  private async greet(connection: Connection, hello: Hello): Promise<void> {
    const { agentId, epoch } = connection;
    await inSlices(hello.unsent_results, ({ id, state, result }) => this.record(connection, { agentId, commandId: id, state, result }));
    await inSlices(hello.running, (commandId) => {
      return this.report(connection, { agentId, commandId, begun: false, message: null, fraction: null });
    });
    if (!(await persistently(() => this.presence.greet(connection, hello)))) {
      return connection.close(CLOSE.replaced, 'Another connection with this id took its place.');
    }
    connection.send({
      type: 'welcome',
      protocol: PROTOCOL,
      epoch,
      heartbeat_sec: this.options.heartbeatSec,
      server_time: new Date().toISOString(),
    });
    connection.isWelcomed = true;
    this.outbox.opened(connection);
    if (connection.socket.readyState !== connection.socket.OPEN) return;
    this.links.connected({ id: agentId, epoch, slots: hello.slots, labels: hello.labels, simulations: hello.simulations });
    this.outbox.wake([agentId]);
  }

  private async report(connection: Connection, report: Report): Promise<void> {
    const outcome = await persistently(() => this.commands.report(report));
    if (outcome === 'unknown') connection.send(unknownCommand(report.agentId, report.commandId));
    else if (outcome === 'unwanted') connection.send({ type: 'cancel', id: report.commandId });
  }

  private async record(connection: Connection, result: CommandResult): Promise<void> {
    const outcome = await persistently(() => this.commands.record(result));
    if (!outcome.known) return connection.send(unknownCommand(result.agentId, result.commandId));
    connection.send({ type: 'result_ack', id: result.commandId });
    if (outcome.tookSec !== null) this.metrics.answered(outcome.tookSec);
  }
}

function bytesOf(message: LargeMessage): number {
  if (message.kind === 'frame') return message.frame.length;
  return message.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** Some at a time: a hello may list a hundred thousand. */
async function inSlices<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += MOST_ATTENDED) await Promise.all(items.slice(from, from + MOST_ATTENDED).map(work));
}
