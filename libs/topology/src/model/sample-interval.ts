/** A series holds at most this many samples when its interval is chosen here; and at least two fifths as many, unless the interval is the shortest. */
export const DEFAULT_SAMPLES = 250;

/** The shortest interval of 1, 2 or 5 times a power of ten seconds, from a nanosecond up, that cuts `durationSec` into at most `DEFAULT_SAMPLES`. */
export function sampleInterval(durationSec: number): number {
  const shortest = durationSec / DEFAULT_SAMPLES;
  for (let parts = 1e9; parts > 1; parts /= 10) {
    for (const step of [1, 2, 5]) if (step / parts >= shortest) return step / parts;
  }
  for (let unit = 1; ; unit *= 10) {
    for (const step of [1, 2, 5]) if (step * unit >= shortest) return step * unit;
  }
}
