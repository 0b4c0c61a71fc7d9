import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Scenario } from '@skein/topology';
import fc from 'fast-check';
import type { LogEntry } from '../log/log-entry.js';
import { resultHash } from '../results/result-hash.js';
import { Simulator } from '../simulator.js';
import { anyScenario, anyStops } from '../testing/arbitraries.js';
import { anyTimedEdits, runEdited, type TimedEdits } from '../testing/edits.js';
import { flow, link, scenario } from '../testing/scenario.js';
import type { MadeEdits } from './lineage.js';

function undisturbed(input: Scenario, timed: readonly TimedEdits[]): Simulator {
  let last: Simulator | undefined;
  runEdited(input, timed, (simulator) => (last = simulator));
  return last!;
}

/** Not after the end, nor amid the events of one instant. */
function doesTakeEdits(simulator: Simulator): boolean {
  try {
    return simulator.apply([]).ok;
  } catch (error) {
    expect(error).toMatchObject({ code: 'cannot_edit' });
    return false;
  }
}

const BURSTS = { good_to_bad_percent: 5, bad_to_good_percent: 30, loss_good_percent: 0, loss_bad_percent: 90 };

const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A simulation that loses its process every so often: only its input, the edits made in it and snapshots remain. */
class Interrupted {
  simulator: Simulator;
  /** What it has said, as far as that was asked for. */
  private readonly said: LogEntry[] = [];
  private readonly made: MadeEdits[] = [];

  constructor(private readonly input: Scenario) {
    this.simulator = new Simulator(input);
  }

  apply({ atSec, edits }: TimedEdits): void {
    this.simulator.advance(atSec);
    if (this.simulator.apply(edits).ok) this.made.push({ atSec: this.simulator.nowSec, edits });
  }

  interrupt(): void {
    // What was said last may still be waiting to be taken.
    if (this.simulator.events % 3 > 0) this.said.push(...this.simulator.takeLog());
    const snapshot = this.simulator.snapshot();
    const { nowSec, events, packetHops, done } = this.simulator;
    const takesEdits = doesTakeEdits(this.simulator);
    this.simulator = Simulator.restore(asJson(this.input), asJson(this.made), snapshot);
    expect(this.simulator).toMatchObject({ nowSec, events, packetHops, done });
    expect(doesTakeEdits(this.simulator)).toBe(takesEdits);
    expect(Buffer.compare(this.simulator.snapshot(), snapshot)).toBe(0);
  }

  expectToEndAs(undisturbed: Simulator): void {
    expect(resultHash(this.simulator.results())).toBe(resultHash(undisturbed.results()));
    expect([...this.said, ...this.simulator.takeLog()]).toEqual(undisturbed.takeLog());
  }
}

describe('for any network, load and edits', () => {
  it('a simulation restored from snapshots, over and over, ends as the one that was left alone', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, anyStops, (input, timed, stops) => {
        const run = new Interrupted(input);
        for (const entry of timed) {
          for (const stop of stops.filter((at) => at < entry.atSec)) {
            run.simulator.advance(stop);
            run.interrupt();
          }
          run.apply(entry);
          run.interrupt();
        }
        for (const stop of [...stops, Infinity]) {
          run.simulator.advance(stop);
          run.interrupt();
        }
        run.expectToEndAs(undisturbed(input, timed));
      }),
      { numRuns: 200 },
    );
  });

  it('so does one that is interrupted after any number of events, amid those of one instant too', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, fc.integer({ min: 1, max: 60 }), (input, timed, budget) => {
        const run = new Interrupted(input);
        const goTo = (timeSec: number): void => {
          while (!run.simulator.advance(timeSec, budget)) if (run.simulator.events % 7 < 2) run.interrupt();
        };
        for (const entry of timed) {
          goTo(entry.atSec);
          run.apply(entry);
        }
        goTo(Infinity);
        run.expectToEndAs(undisturbed(input, timed));
      }),
      { numRuns: 100 },
    );
  });

  it('taking snapshots changes nothing', () => {
    fc.assert(
      fc.property(anyScenario, anyTimedEdits, (input, timed) => {
        const watched = runEdited(input, timed, (simulator) => simulator.snapshot());
        expect(resultHash(watched)).toBe(resultHash(runEdited(input, timed)));
      }),
      { numRuns: 150 },
    );
  });

  it('a snapshot that lacks or has anything else than was written is refused', () => {
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), bits: fc.constant(0) }),
      fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), bits: fc.integer({ min: 0, max: 255 }) }),
    );
    fc.assert(
      fc.property(anyScenario, fc.double({ min: 0, max: 1, noNaN: true }), damage, (input, atSec, { kind, at, bits }) => {
        const simulator = new Simulator(input);
        simulator.advance(atSec);
        const whole = simulator.snapshot();
        const place = at % whole.length;
        const damaged = {
          flip: () => whole.map((byte, i) => (i === place ? byte ^ bits : byte)),
          cut: () => whole.slice(0, place),
          insert: () => Buffer.concat([whole.slice(0, place), Uint8Array.of(bits), whole.slice(place)]),
        }[kind]();
        expect(() => Simulator.restore(input, [], damaged)).toThrow(expect.objectContaining({ code: 'foreign_snapshot' }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a snapshot', () => {
  const input = scenario([link('A', 'B'), link('B', 'C')], [flow('A', 'C', { rate_pps: 100 })], { duration_sec: 10 });
  const fail: MadeEdits = { atSec: 2, edits: [{ operation: 'fail_link', link_id: 'A-B' }] };
  const restore: MadeEdits = { atSec: 3, edits: [{ operation: 'restore_link', link_id: 'A-B' }] };

  function snapshotAfter(made: readonly MadeEdits[], atSec: number): Uint8Array {
    const simulator = new Simulator(input);
    for (const { atSec: editSec, edits } of made) {
      simulator.advance(editSec);
      expect(simulator.apply(edits)).toEqual({ ok: true });
    }
    simulator.advance(atSec);
    return simulator.snapshot();
  }

  const refused = expect.objectContaining({ code: 'foreign_snapshot' });

  it('is refused under edits that are not those made before it', () => {
    const snapshot = snapshotAfter([fail, restore], 4);
    expect(Simulator.restore(input, [fail, restore], snapshot).nowSec).toBe(4);
    for (const others of [[], [fail], [restore, fail], [fail, { ...restore, atSec: 3.5 }], [fail, restore, fail]]) {
      expect(() => Simulator.restore(input, others, snapshot)).toThrow(refused);
    }
  });

  it('is refused under another scenario', () => {
    const snapshot = snapshotAfter([], 4);
    expect(() => Simulator.restore({ ...input, config: { ...input.config, seed: 2 } }, [], snapshot)).toThrow(refused);
  });

  it('is refused by another version of the engine or of the format', () => {
    const snapshot = Buffer.from(snapshotAfter([], 4));
    const text = snapshot.toString('latin1');
    expect(text).toMatch(/^skein snapshot 2\n1\.1\.0 [0-9a-f]{64}\n/);
    for (const other of [text.replace(' 2\n', ' 1\n'), text.replace(' 2\n', ' 3\n'), text.replace('1.1.0', '1.0.9')]) {
      expect(() => Simulator.restore(input, [], Buffer.from(other, 'latin1'))).toThrow(refused);
    }
  });

  it('has the same bytes everywhere; where others are wanted, the number of the format is to be raised', () => {
    const links = [
      link('A', 'B', { bandwidth_mbps: 0.5, jitter_ms: 3, loss_percent: 5 }),
      link('B', 'C', { bandwidth_mbps: 0.4, queue_packets: 5 }),
      link('C', 'D', { queue_bytes: 4000, bandwidth_mbps: 0.3, loss_percent: null, gilbert_elliott: BURSTS }),
    ];
    const config = { duration_sec: 10, sample_interval_sec: 1, warmup_sec: 1 };
    const simulator = new Simulator(scenario(links, [flow('A', 'D', { rate_pps: 60 }), flow('D', 'A', { arrivals: 'on_off' })], config));
    simulator.advance(5);
    expect(simulator.takeLog()).toHaveLength(5);
    const snapshot = simulator.snapshot();
    expect(snapshot.length).toBe(3132);
    expect(createHash('sha256').update(snapshot).digest('hex')).toBe('efaf3f721b1aa4e1f1784bae3c8b0bcc4a6ac118ab32630d5b8e62bcb0c3cf6e');
  });

  it('of an edited simulation at its end gives its results', () => {
    const simulator = Simulator.restore(input, [fail, restore], snapshotAfter([fail, restore], Infinity));
    expect(simulator.done).toBe(true);
    expect(resultHash(simulator.results())).toBe(resultHash(runEdited(input, [fail, restore] as TimedEdits[])));
  });

  it('does not grow with time, nor with queues that have drained', () => {
    const rush = flow('A', 'C', { id: 'rush', rate_pps: 1e6, start_sec: 1, stop_sec: 1.01 });
    const links = [link('A', 'B', { queue_packets: 20_000 }), link('B', 'C', { queue_packets: 20_000 })];
    const simulator = new Simulator(
      scenario(links, [flow('A', 'C', { rate_pps: 100 }), rush], { duration_sec: 1000, sample_interval_sec: 1000 }),
    );
    simulator.advance(1.01);
    expect(simulator.snapshot().length).toBeGreaterThan(300_000);
    simulator.advance(1000);
    expect(simulator.snapshot().length).toBeLessThan(5000);
  });
});
