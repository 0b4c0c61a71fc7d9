import { describe, expect, it } from '@jest/globals';
import type { GilbertElliott, NetworkLink } from '@skein/topology';
import { RandomStreams } from '../random/random-streams.js';
import { expectAgreement } from '../testing/agreement.js';
import { replicate } from '../testing/replications.js';
import { run } from '../testing/run.js';
import { flow, link, scenario } from '../testing/scenario.js';
import { lossModel, type LossModel } from './loss-model.js';

type Loss = Pick<NetworkLink, 'loss_percent' | 'gilbert_elliott'>;

const independent = (loss_percent: number): Loss => ({ loss_percent, gilbert_elliott: null });
/** In percent: good to bad, bad to good, loss while good, loss while bad. */
const bursts = (good_to_bad_percent: number, bad_to_good_percent: number, loss_good_percent = 0, loss_bad_percent = 100): Loss => ({
  loss_percent: null,
  gilbert_elliott: { good_to_bad_percent, bad_to_good_percent, loss_good_percent, loss_bad_percent },
});

/** Loss in the long run: (loss while bad * p + loss while good * r) / (p + r), p and r being the chances to turn bad and good. */
function stationary(chances: GilbertElliott): number {
  const { good_to_bad_percent: p, bad_to_good_percent: r, loss_good_percent, loss_bad_percent } = chances;
  return (loss_bad_percent * p + loss_good_percent * r) / (p + r) / 100;
}

/** The fate of so many packets: 1 where the model loses one. */
function fates(model: LossModel, packets: number): number[] {
  return Array.from({ length: packets }, () => Number(model.loses()));
}

function open(loss: Loss, id: string, seed = 1, before: LossModel | null = null): LossModel {
  const random = new RandomStreams(seed);
  return lossModel(loss, random, () => random.open('loss', id), before)!;
}

const MODELS = [
  { name: 'independent', some: independent(15), none: independent(1e-300), all: independent(100), share: 0.15 },
  { name: 'Gilbert–Elliott', some: bursts(10, 40, 5, 55), none: bursts(30, 30, 0, 0), all: bursts(30, 30, 100, 100), share: 0.15 },
];

describe.each(MODELS)('the loss model $name', ({ some, none, all, share }) => {
  it('is decided by the seed and the stream alone, and otherwise by another of either', () => {
    const first = fates(open(some, 'x'), 500);
    expect(fates(open(some, 'x'), 500)).toEqual(first);
    expect(fates(open(some, 'y'), 500)).not.toEqual(first);
    expect(fates(open(some, 'x', 2), 500)).not.toEqual(first);
  });

  it('loses nothing at 0 and everything at 100 percent', () => {
    expect(fates(open(none, 'x'), 2000)).not.toContain(1);
    expect(fates(open(all, 'x'), 2000)).not.toContain(0);
  });

  it('loses its share on a link, of every flow alike', () => {
    const traffic = ['one', 'two'].map((id) => flow('A', 'B', { id, rate_pps: 1000, packet_bytes: 100 }));
    const replications = replicate(scenario([link('A', 'B', some)], traffic, { duration_sec: 70, warmup_sec: 1, seed: 60 }));
    expectAgreement(replications, share, ({ links: [ab] }) => ab.dropped.loss / ab.packets);
    for (const i of [0, 1]) expectAgreement(replications, share, ({ flows }) => flows[i].dropped.loss / flows[i].sent);
  });

  it('treats the directions of a link apart: what one loses does not change with what the other carries', () => {
    const there = flow('A', 'B', { rate_pps: 500 });
    const back = flow('B', 'A', { rate_pps: 300, arrivals: 'constant' });
    const links = [link('A', 'B', some)];
    const [alone, both] = [[there], [there, back]].map((traffic) => run(scenario(links, traffic)));
    expect(alone.flows[0].dropped.loss).toBeGreaterThan(1000);
    expect(both.flows[0]).toEqual(alone.flows[0]);
    expect(both.links[0]).toEqual(alone.links[0]);
    expect(both.flows[1].dropped.loss).toBe(both.links[1].dropped.loss);
    expect(both.flows[1].dropped.loss).toBeGreaterThan(0);
  });

  it('goes on in its stream where it takes the place of one like it', () => {
    const random = new RandomStreams(1);
    const stream = random.open('loss', 'x');
    const once = fates(
      lossModel(some, random, () => stream, null)!,
      600,
    );
    const again = new RandomStreams(1);
    again.open('loss', 'x');
    const first = lossModel(some, again, () => stream, null)!;
    const start = fates(first, 251);
    expect([
      ...start,
      ...fates(
        lossModel(some, again, () => stream, first)!,
        349,
      ),
    ]).toEqual(once);
  });
});

describe('a link without loss', () => {
  it('has no loss model', () => {
    const none = lossModel(independent(0), new RandomStreams(1), () => 0, null);
    expect(none).toBeNull();
  });
});

describe('loss in bursts', () => {
  /** Twenty lots of packets, each lot with a stream of its own. */
  const lots = (loss: Loss, packets: number): number[][] =>
    Array.from({ length: 20 }, (_, lot) => fates(open(loss, `lot ${lot}`), packets));

  /** 99 % confidence limits of a mean over the lots, by Student's t with 19 degrees of freedom. */
  function expectTheory(drawn: readonly number[][], theory: number, measure: (fates: number[]) => number): void {
    const values = drawn.map(measure);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const half = (2.861 * deviation) / Math.sqrt(values.length);
    expect(half / mean).toBeLessThan(0.03);
    expect(Math.abs(mean - theory)).toBeLessThanOrEqual(half);
  }

  const shareLost = (all: number[]): number => all.reduce((sum, lost) => sum + lost, 0) / all.length;
  /** Mean length of runs of `fate`. */
  const runLength =
    (fate: number) =>
    (all: number[]): number =>
      all.filter((one) => one === fate).length / all.filter((one, i) => one === fate && all[i - 1] !== fate).length;
  const longerThan =
    (packets: number) =>
    (all: number[]): number => {
      const lengths = all.join('').split('0').filter(Boolean);
      return lengths.filter(({ length }) => length > packets).length / lengths.length;
    };

  it.each([
    [5, 30, 0, 100],
    [4, 20, 0, 60],
    [20, 20, 10, 80],
    [50, 100, 30, 0],
    [100, 25, 0, 40],
  ])('loses its stationary share, with %j, %j, %j and %j percent', (...percent) => {
    const loss = bursts(...percent);
    expectTheory(lots(loss, 40_000), stationary(loss.gilbert_elliott!), shareLost);
  });

  it.each([
    [2, 25],
    [10, 50],
    [30, 80],
  ])("has geometric bursts of 1 / r packets, and gaps of 1 / p, in Gilbert's case: p = %i, r = %i percent", (p, r) => {
    const drawn = lots(bursts(p, r), 100_000);
    expectTheory(drawn, 100 / r, runLength(1));
    expectTheory(drawn, 100 / p, runLength(0));
    expectTheory(drawn, 1 - r / 100, longerThan(1));
    expectTheory(drawn, (1 - r / 100) ** 2, longerThan(2));
  });

  it('is good at first, and where nothing turns it stays so', () => {
    expect(fates(open(bursts(0, 50), 'x'), 5000)).not.toContain(1);
    expect(shareLost(fates(open(bursts(0, 0, 20, 100), 'x'), 5000))).toBeCloseTo(0.2, 1);
  });

  it('turns before each packet where both chances are 100 percent, and for good where there is no way back', () => {
    expect(fates(open(bursts(100, 100), 'x'), 6)).toEqual([1, 0, 1, 0, 1, 0]);
    const fallen = fates(open(bursts(10, 0), 'x'), 2000);
    expect(fallen.lastIndexOf(0)).toBeLessThan(fallen.indexOf(1));
    expect(fallen).toContain(1);
  });

  it('stays in its state when its chances change, and is good again after a time without it', () => {
    const bad = open(bursts(100, 0), 'x');
    expect(fates(bad, 3)).toEqual([1, 1, 1]);
    const changed = open(bursts(0, 0), 'x', 1, bad);
    expect(fates(changed, 3)).toEqual([1, 1, 1]);
    const between = open(independent(50), 'x', 1, changed);
    expect(fates(open(bursts(0, 0), 'x', 1, between), 3)).toEqual([0, 0, 0]);
  });

  it('reaches each packet of a link in its order, whichever flow it belongs to', () => {
    // Every second packet is lost, counted over the link.
    const traffic = ['odd', 'even'].map((id, i) =>
      flow('A', 'B', { id, arrivals: 'constant', rate_pps: 10, start_sec: 0.05 * i + 0.01, stop_sec: 20 }),
    );
    const { flows } = run(scenario([link('A', 'B', bursts(100, 100))], traffic));
    expect(flows.map(({ sent, delivered }) => [sent, delivered])).toEqual([
      [200, 0],
      [200, 200],
    ]);
  });
});
