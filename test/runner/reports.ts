import type { Claim, Report, Runner } from '@skein/runner';

type Ended = Extract<Report, { type: 'done' | 'failed' }>;

/** What a runner has reported, and waits for what it will. */
export class Reports {
  private readonly ended = new Map<string, Ended>();
  private readonly waiting = new Map<string, (ended: Ended) => void>();
  private readonly losses: { reason: string; lost: readonly Claim[] }[] = [];
  private loss: (() => void) | undefined;

  constructor(runner: Runner) {
    runner.onReport((report) => this.take(report));
    runner.onLost((reason, lost) => {
      this.losses.push({ reason, lost });
      this.loss?.();
    });
  }

  end(simId: string): Promise<Ended> {
    const ended = this.ended.get(simId);
    return ended ? Promise.resolve(ended) : new Promise((resolve) => this.waiting.set(simId, resolve));
  }

  /** Whether nothing was lost, but for what has been asked for. */
  get lostNothing(): boolean {
    return this.losses.length === 0;
  }

  /** The next loss that has not been asked for. */
  async lost(): Promise<{ reason: string; lost: readonly Claim[] }> {
    if (this.losses.length === 0) await new Promise<void>((resolve) => (this.loss = resolve));
    return this.losses.shift()!;
  }

  private take(report: Report): void {
    if (report.type !== 'done' && report.type !== 'failed') return;
    this.ended.set(report.sim_id, report);
    this.waiting.get(report.sim_id)?.(report);
  }
}
