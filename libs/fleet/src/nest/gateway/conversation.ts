import { Injectable, Logger } from '@nestjs/common';
import { type CommandResult, CommandStore, type Report } from '../../ports/command-store.js';
import { FleetMetrics } from '../../ports/fleet-metrics.js';
import { PresenceStore } from '../../ports/presence-store.js';
import { type Action, unknownCommand } from '../../session/agent-session.js';
import type { Hello } from '../../wire/from-agent.js';
import { CLOSE, PROTOCOL } from '../../wire/protocol.js';
import { FleetOptions } from '../fleet-options.js';
import { AgentLinks } from './agent-links.js';
import type { Connection } from './connection.js';
import { Outbox } from './outbox.js';
import { persistently } from './persistently.js';

/** Carries out what the frames of agents ask for. What is confirmed to an agent is in the database. */
@Injectable()
export class Conversation {
  private readonly logger = new Logger(Conversation.name);

  constructor(
    private readonly commands: CommandStore,
    private readonly presence: PresenceStore,
    private readonly outbox: Outbox,
    private readonly links: AgentLinks,
    private readonly metrics: FleetMetrics,
    private readonly options: FleetOptions,
  ) {}

  received(connection: Connection, frame: Buffer): void {
    for (const action of connection.session.receive(frame)) {
      const done = this.carryOut(connection, action).catch((error: unknown) => {
        this.logger.error(`${action.do} of ${connection.agentId}: ${String(error)}`);
        // Whatever is not known to be done is said again over the next connection.
        connection.terminate();
      });
      connection.attend(done);
    }
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
        connection.roundTripMs = Math.max(0, performance.now() - action.sentAtMs);
        return;
      case 'runner':
        return this.links.received(agentId, epoch, action.message);
    }
  }

  /** What it has finished and what it has at hand first, so that none of it is sent again; then it may be sent commands. */
  private async greet(connection: Connection, hello: Hello): Promise<void> {
    const { agentId, epoch } = connection;
    await Promise.all([
      ...hello.unsent_results.map(({ id, state, result }) => this.record(connection, { agentId, commandId: id, state, result })),
      ...hello.running.map((commandId) => this.report(connection, { agentId, commandId, begun: false, message: null, fraction: null })),
    ]);
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
