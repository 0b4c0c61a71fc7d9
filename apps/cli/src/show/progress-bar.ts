import type { StatusDocument } from '@skein/client';
import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a simulation has come; on something else than a terminal, a line every tenth. */
export function progressBar(): { show(status: StatusDocument): void; stop(): void } {
  const format = '{bar} {percentage} % | {value} of {total} simulated seconds{phase}';
  const bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 1000, stream: process.stdout }, Presets.shades_classic);
  let started = false;
  return {
    show({ progress }) {
      const phase = progress.phase === 'routing' ? ` | finding routes: ${Math.floor(progress.routed_percent ?? 0)} %` : '';
      if (!started) bar.start(progress.duration_sec, 0, { phase });
      started = true;
      bar.update(Math.round(progress.simulated_sec * 10) / 10, { phase });
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
