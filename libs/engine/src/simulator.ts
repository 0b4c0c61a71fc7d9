import { type Edit, EditedNetwork, type EditOutcome, type Scenario } from '@skein/topology';
import { applyEdit } from './edits/apply-edit.js';
import { EngineError } from './engine-error.js';
import { Pause, runEvents } from './events/event-loop.js';
import { Machine } from './events/machine.js';
import type { LogEntry } from './log/log-entry.js';
import { Observer } from './log/observer.js';
import { PacketTrace } from './log/packet-trace.js';
import { SimulationLog } from './log/simulation-log.js';
import type { PacketBudget } from './packets/packet-budget.js';
import { tooManyPackets } from './packets/too-many-packets.js';
import { readResults } from './results/read-results.js';
import type { Results } from './results/results.js';
import type { Archive } from './snapshots/archive.js';
import { carryMachine } from './snapshots/carry-machine.js';
import { seal, unseal } from './snapshots/envelope.js';
import { Lineage, type MadeEdits } from './snapshots/lineage.js';
import { SnapshotReader } from './snapshots/snapshot-reader.js';
import { SnapshotWriter } from './snapshots/snapshot-writer.js';

/**
 * One simulation, moved on by its host. Nothing but the scenario decides what happens in it: not how `advance` is cut up, nor
 * how often results are read.
 */
export class Simulator {
  /** End of the run, in simulated seconds. */
  readonly durationSec: number;
  private readonly machine: Machine;
  private readonly seed: number;
  private measuring: boolean;
  /** Whether every event before `nowSec` has been processed, and none at it. */
  private settled = true;
  private network: EditedNetwork | null = null;
  private readonly topology: Scenario['topology'];
  private readonly log = new SimulationLog();
  /** What writes into the log, as far as the scenario's log level asks for it. */
  private readonly observer: Observer | null;
  private trace: PacketTrace | null;
  private readonly lineage: Lineage;

  /**
   * Builds the network of an already valid scenario. Throws `EngineError`.
   *
   * @param budget for its packets in flight, where it shares one with other simulations
   */
  constructor(scenario: Scenario, budget?: PacketBudget) {
    this.machine = new Machine(scenario, budget);
    this.topology = scenario.topology;
    this.lineage = new Lineage(scenario);
    this.seed = scenario.config.seed;
    this.durationSec = scenario.config.duration_sec;
    this.measuring = scenario.config.warmup_sec === 0;
    const { log_level } = scenario.config;
    this.observer = log_level === 'error' ? null : new Observer(this.machine, this.log);
    this.trace = log_level === 'debug' ? new PacketTrace(this.machine, this.log) : null;
  }

  /**
   * A simulation that goes on as the one of which the snapshot was taken would have, to the last bit of its results and the last entry of its log.
   *
   * @param edits those that had been made in it, with their times, in their order; refused ones left out
   * Throws `EngineError` `foreign_snapshot` where the snapshot is damaged, or of another scenario, of other edits or of another version.
   */
  static restore(scenario: Scenario, edits: readonly MadeEdits[], snapshot: Uint8Array, budget?: PacketBudget): Simulator {
    const simulator = new Simulator(scenario, budget);
    try {
      for (const made of edits) simulator.lineage.add(made);
      const state = new SnapshotReader(unseal(snapshot, simulator.lineage.digest));
      for (const made of edits) simulator.makeIdle(made);
      simulator.carry(state);
      state.end();
      return simulator;
    } catch (error) {
      simulator.close();
      throw error;
    }
  }

  /** Gives back what it has of its budget. It cannot go on afterwards, nor be asked for results. */
  close(): void {
    this.machine.packets.close();
  }

  /** Present simulated time, in seconds. */
  get nowSec(): number {
    return this.machine.nowSec;
  }

  get done(): boolean {
    return this.machine.nowSec >= this.durationSec;
  }

  /** Events processed. */
  get events(): number {
    return this.machine.events;
  }

  /** Transmissions begun, warm-up included. */
  get packetHops(): number {
    return this.machine.transmissionsBegun;
  }

  /** As `packetHops`, with those that wait in a queue for their transmission: known without looking at every link. */
  get admittedHops(): number {
    return this.machine.admissions;
  }

  /** Nodes that searches for routes have met since this object was made. A node costs about as much as an event. */
  searched = 0;

  /** What part of the flows has its route, from 0 to 1. A flow gets it when it, or another to the same destination, first sends. */
  get routedShare(): number {
    return this.machine.routes.routedShare;
  }

  /** Bytes held in typed arrays, which is nearly all of a large simulation. */
  get bytesHeld(): number {
    return this.machine.bytesHeld;
  }

  /**
   * Processes every event before `untilSec` (at most the duration); events at that very instant come with the next call.
   *
   * @param maxEvents the most events to process now, so that a host can share one thread among many simulations; a search for routes counts as
   * one for each node that it meets, which is about what it costs.
   * @returns false where the budget ran out first; `nowSec` is then the time of the last event processed, or
   * that of a boundary (a sample, the warm-up) behind it.
   * Throws `EngineError` where more packets are in flight than can be held.
   */
  advance(untilSec: number, maxEvents = Infinity): boolean {
    const { machine } = this;
    const targetSec = Math.min(untilSec, this.durationSec);
    let left = maxEvents;
    while (machine.nowSec < targetSec) {
      const boundarySec = this.measuring ? machine.series.endSec : Math.min(machine.series.endSec, machine.warmupSec);
      const stopSec = Math.min(targetSec, boundarySec);
      const before = machine.events;
      const pause = this.trace && this.measuring ? this.trace.step(stopSec, left) : runEvents(machine, stopSec, left);
      left -= machine.events - before;
      if (pause === Pause.NEEDS_SLOTS) this.makeRoom();
      else if (pause === Pause.NEEDS_PATH) left -= this.findPath();
      else if (pause === Pause.REACHED) this.reach(stopSec);
      if (this.trace?.over) this.trace = null;
      if (pause !== Pause.REACHED && left <= 0) return (this.settled = false);
    }
    return true;
  }

  /**
   * Makes edits at `nowSec`, before the events of that instant, all of them or none. Routes follow; packets on a wire that vanishes are dropped
   * as `link_down`, and those whose way is cut go on by another from the node that they come to. An edit that asks for what is there already
   * leaves no trace.
   *
   * @returns what is wrong where they do not fit the network as it is now; nothing has changed then.
   * Throws `EngineError` `cannot_edit` after the end, and where `advance` has last run out of budget, so that `nowSec` may lie amid the events
   * of one instant.
   */
  apply(edits: readonly Edit[]): EditOutcome {
    if (this.done) throw new EngineError('cannot_edit', `The simulation has ended at ${this.durationSec} s.`);
    if (!this.settled) throw new EngineError('cannot_edit', 'Edits are made where advance has reached its time.');
    const { machine } = this;
    this.network ??= new EditedNetwork(this.topology, machine.traffic);
    const outcome = this.network.check(edits, machine.nowSec);
    if (!outcome.ok) return outcome;
    this.make(edits, this.network);
    this.lineage.add({ atSec: machine.nowSec, edits });
    machine.reroute();
    return outcome;
  }

  /**
   * The state between two calls, wherever `advance` has stopped, in a form that is the same on every processor; the run goes on as if it had not
   * been asked. Equal states of a scenario with equal edits have equal snapshots.
   */
  snapshot(): Uint8Array {
    const state = new SnapshotWriter(this.bytesHeld);
    this.carry(state);
    return seal(state.bytes, this.lineage.digest);
  }

  /** What has been measured up to now; the run goes on as if it had not been asked. */
  results(): Results {
    return readResults(this.machine, this.seed);
  }

  private findPath(): number {
    const met = this.machine.findPath();
    this.searched += met;
    return met;
  }

  private make(edits: readonly Edit[], network: EditedNetwork): void {
    for (const edit of edits) {
      network.apply([edit], this.machine.nowSec);
      applyEdit(this.machine, edit, network);
    }
  }

  /** Makes edits in a network that has not carried anything yet, so that there are no ways to bring up to date. */
  private makeIdle({ atSec, edits }: MadeEdits): void {
    const { machine } = this;
    this.network ??= new EditedNetwork(this.topology, machine.traffic);
    machine.nowSec = atSec;
    this.make(edits, this.network);
    machine.graph.settle();
  }

  private carry(archive: Archive): void {
    carryMachine(this.machine, archive);
    this.measuring = archive.flag(this.measuring);
    this.settled = archive.flag(this.settled);
    this.log.carry(archive);
    this.observer?.carry(archive);
    if (!archive.flag(this.trace !== null)) this.trace = null;
    this.trace?.carry(archive);
  }

  /** What it has had to say since it was last asked: links that are saturated or overflow, flows without a route, the way of the first packets. */
  takeLog(): LogEntry[] {
    return this.log.take();
  }

  private makeRoom(): void {
    if (!this.machine.packets.grow()) throw tooManyPackets(this.machine);
  }

  private reach(timeSec: number): void {
    const { machine } = this;
    machine.nowSec = timeSec;
    this.settled = true;
    if (timeSec === machine.series.endSec || this.done) this.observer?.look();
    if (timeSec === machine.series.endSec) machine.series.turn();
    if (this.done) this.observer?.finish();
    if (!this.measuring && timeSec === machine.warmupSec) {
      this.measuring = true;
      machine.startMeasuring();
      this.observer?.restart();
    }
  }
}
