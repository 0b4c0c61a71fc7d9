import type { LogEntry, PacketBudget, Simulator } from '@skein/engine';
import type { Speed } from '@skein/topology';
import { FROM_THE_START, type Claim, type Course, type EditEntry, type ResultsAt, type Snapshot } from '../messages.js';
import { build, restore } from './build.js';
import type { Clock } from './clock.js';
import { nextUp } from './next-up.js';
import { Pace } from './pace.js';
import { resultsAt } from './results-at.js';
import { Wake } from './wake-heap.js';

/** How long one simulation may keep the thread, in milliseconds of wall clock. */
export const SLICE_MS = 3;

/**
 * Events between two looks at the clock: some 40 microseconds of the loop, so that looking costs about a percent, and few enough that a
 * stretch of costly ones (the first packet of a flow in a large network finds its route) stays short.
 */
const EVENTS_PER_LOOK = 512;

/** Fewer nodes are met within milliseconds: nobody waits for that. */
const LEAST_SEARCHED = 20_000;

/** One simulation on a host: its engine, and how far the wall clock lets it go. Whatever the engine throws passes through. */
export class HostedSimulation {
  /** When it is next to be moved on. */
  readonly next = new Wake<HostedSimulation>(this);
  /** When its end is due. */
  readonly end = new Wake<HostedSimulation>(this);
  held = false;
  /** Milliseconds of work since its last snapshot. */
  sinceSnapshotMs = 0;
  /** Whether it has gone through its course, and is where it is to go on from. */
  there = false;
  /** What is to be done once it is there, or told why it never will be. */
  readonly waiting: { then: () => void; never: (reason: string) => void }[] = [];
  private built: Simulator | null = null;
  /** Whether events at the present instant may be left over, because a slice ended among them. */
  private amidInstant = false;
  /** How much of the course's edits has been made, and the last list of edits that has been made at all. */
  private made = 0;
  private lastSeq = 0;
  /** Of the packet-hops that it has admitted, those that were taken. */
  private hopsTaken = 0;
  /** How much it had done when its progress was last told. */
  private told = { searched: 0, hops: 0 };

  /**
   * @param scenario JSON text; built when first needed, in the simulation's own slice, because a large one takes its time
   * @param budget for packets in flight, shared by all on the thread
   */
  constructor(
    readonly claim: Claim,
    private scenario: string,
    private pace: Pace,
    private course: Course = FROM_THE_START,
    private readonly budget?: PacketBudget,
  ) {}

  get nowSec(): number {
    return this.built?.nowSec ?? 0;
  }

  get done(): boolean {
    return this.simulator.done;
  }

  /** Whether the clock says when it is to be moved on. */
  get paced(): boolean {
    return this.there ? this.pace.limited : this.pace.limited && this.course.to_sec === 0;
  }

  /** Wall clock at which the end is due. */
  get dueMs(): number {
    return this.pace.dueMs(this.simulator.durationSec);
  }

  /** Goes on towards where the clock is, for one slice at most. @returns whether it got there */
  advance(clock: Clock): boolean {
    const endMs = clock.nowMs() + SLICE_MS;
    if (!this.there && !this.goThrough(clock, endMs)) return false;
    if (this.held) return true;
    return this.goTo(this.simulator, this.pace.targetSec(clock.nowMs(), this.simulator.durationSec), clock, endMs);
  }

  /** Stops where it is, rounded up to an instant at which every run of the scenario has the same results, however it was sliced. */
  freeze(): void {
    this.settle();
    this.held = true;
  }

  /** Is held no more, nor, where it is still on its course, at the end of that. */
  release(): void {
    this.held = false;
    this.course = { ...this.course, paused: false };
  }

  /** Goes on to an instant that every run of the scenario comes through, if it is not at one. */
  settle(): void {
    if (this.amidInstant) this.simulator.advance(nextUp(this.nowSec));
    this.amidInstant = false;
  }

  /** To be taken where it is settled, so that edits can be made where it goes on. */
  snapshot(): Snapshot {
    return { at_sec: this.nowSec, edits_made: this.lastSeq, bytes: this.simulator.snapshot() };
  }

  /** Makes edits where it is held; those that it has made already are left out. */
  edit(entry: EditEntry): void {
    if (entry.seq <= this.lastSeq) return;
    const outcome = this.simulator.apply(entry.edits);
    if (!outcome.ok)
      throw new Error(`Edits ${entry.seq} do not fit the simulation at ${this.nowSec} s: ${JSON.stringify(outcome.refusal)}`);
    this.lastSeq = entry.seq;
  }

  /** Keeps another pace from now on. */
  setPace(speed: Speed, nowMs: number): void {
    this.pace = new Pace(speed, nowMs, this.nowSec);
  }

  /** @param final whether the results carry their hash, being what an ended run has */
  results(final: boolean): ResultsAt {
    return resultsAt(this.simulator, final);
  }

  /** By how much it is behind its pace, in milliseconds; 0 where it has none, or is still on its course. */
  lagMs(nowMs: number): number {
    return this.there && !this.held && this.pace.limited ? Math.max(0, nowMs - this.pace.dueMs(this.nowSec)) : 0;
  }

  /** Packet-hops since it was last asked; what a change of the network takes back is not taken back here. */
  takeHops(): number {
    const hops = this.built?.admittedHops ?? 0;
    const since = hops - this.hopsTaken;
    this.hopsTaken = hops;
    return Math.max(0, since);
  }

  /** Nodes that its searches for routes have met. */
  get searched(): number {
    return this.built?.searched ?? 0;
  }

  /**
   * What part of its flows has its route, from 0 to 1, if it was rather looking for routes than moving packets since it was last asked; else null. In a large network
   * the first packets of all flows take minutes, while simulated time hardly moves.
   */
  takeRouted(): number | null {
    const searched = this.searched - this.told.searched;
    const hops = (this.built?.admittedHops ?? 0) - this.told.hops;
    this.told = { searched: this.searched, hops: this.built?.admittedHops ?? 0 };
    if (!this.built || searched < LEAST_SEARCHED || searched <= hops) return null;
    const share = this.built.routedShare;
    return share < 1 ? share : null;
  }

  /** Gives back what it has of the thread's budget; it is not asked for anything afterwards. */
  close(): void {
    this.built?.close();
  }

  /** What it has said since it was last asked. */
  takeLog(): LogEntry[] {
    return this.built ? this.built.takeLog() : [];
  }

  /** Takes the course, from one list of edits to the next. @returns whether it is there */
  private goThrough(clock: Clock, endMs: number): boolean {
    const { edits, to_sec, paused } = this.course;
    // Built first: it may begin with some of the edits.
    const { simulator } = this;
    for (;;) {
      const next = this.made < edits.length ? edits[this.made] : null;
      if (!this.goTo(simulator, next?.at_sec ?? to_sec, clock, endMs)) return false;
      if (!next) break;
      this.edit(next);
      this.made += 1;
    }
    this.there = true;
    this.held = paused;
    // What begins goes by the moment at which it was to begin; what comes back goes on from here.
    if (to_sec > 0) this.pace = this.pace.from(clock.nowMs(), this.nowSec);
    return true;
  }

  private goTo(simulator: Simulator, targetSec: number, clock: Clock, endMs: number): boolean {
    let reached = simulator.advance(targetSec, EVENTS_PER_LOOK);
    while (!reached && clock.nowMs() < endMs) reached = simulator.advance(targetSec, EVENTS_PER_LOOK);
    this.amidInstant = !reached;
    return reached;
  }

  private get simulator(): Simulator {
    if (this.built) return this.built;
    this.built = this.restored() ?? build(this.scenario, this.budget);
    this.scenario = '';
    return this.built;
  }

  /** The simulator at the course's snapshot, if there is one on the way. */
  private restored(): Simulator | null {
    const { snapshot, edits, to_sec, paused } = this.course;
    if (!snapshot) return null;
    // It may be large, and is not needed again.
    this.course = { edits, to_sec, paused };
    const made = edits.filter(({ seq }) => seq <= snapshot.edits_made);
    const restored = restore(this.scenario, made, snapshot, this.budget);
    const nextSec = edits[made.length]?.at_sec ?? to_sec;
    if (!restored) return null;
    if (restored.nowSec > nextSec) {
      restored.close();
      return null;
    }
    this.made = made.length;
    this.lastSeq = snapshot.edits_made;
    // What it did before the snapshot was told by whoever took that.
    this.hopsTaken = restored.admittedHops;
    return restored;
  }
}
