import type { AgentControl } from '../agent-control.js';
import type { Command } from '../commands/command.js';
import type { CommandOrder } from '../journal/records.js';
import { CutShort, failure, success, type Ending } from './ends.js';

/** Node's timers hold no more than this, in milliseconds: some 25 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** The shortest time between two reports of progress, in milliseconds. */
const PROGRESS_MS = 500;

export type ProgressListener = (message: string, fraction: number) => void;

/** One command while it runs. */
export class Run {
  private readonly controller = new AbortController();
  private toldMs = -Infinity;

  constructor(
    readonly order: CommandOrder,
    readonly command: Command,
    private readonly agent: AgentControl,
    private readonly tell: ProgressListener,
  ) {}

  /** Asks it to stop. What it has done by then stands, if it was done already. */
  cut(cause: CutShort): void {
    this.controller.abort(cause);
  }

  /** Carries it out; never rejects. */
  async toEnd(): Promise<Ending> {
    const { signal } = this.controller;
    const { args, timeout_sec } = this.order;
    const late = () => this.cut(new CutShort('timed_out', `It had not ended after ${timeout_sec} s.`));
    const timer = timeout_sec === null ? undefined : setTimeout(late, Math.min(LONGEST_TIMER_MS, timeout_sec * 1000));
    try {
      signal.throwIfAborted();
      return success(
        await this.command.run(args, { signal, agent: this.agent, progress: (message, fraction) => this.progress(message, fraction) }),
      );
    } catch (error) {
      return failure(error, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  private progress(message: string, fraction: number): void {
    const nowMs = performance.now();
    if (nowMs - this.toldMs < PROGRESS_MS) return;
    this.toldMs = nowMs;
    this.tell(message, fraction);
  }
}
