import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DURATION_SEC, MAX_SAMPLES, MIN_DURATION_SEC } from '../bounds.js';
import { admitted, problemsOf, threeNodes } from '../testing/bodies.js';

const sampled = (config: object) => problemsOf(threeNodes({ config }));

describe('the sampling interval', () => {
  it.each<[string, object]>([
    ['as short as there are samples for', { duration_sec: 30, sample_interval_sec: 30 / MAX_SAMPLES }],
    ['longer than the simulation', { duration_sec: 1, sample_interval_sec: 5 }],
    ['the shortest of all', { duration_sec: 1e-4, sample_interval_sec: MIN_DURATION_SEC }],
    ['null', { duration_sec: MAX_DURATION_SEC, sample_interval_sec: null }],
  ])('may be %s', (_, config) => {
    expect(sampled(config)).toEqual([]);
  });

  it.each<[string, object, RegExp, string]>([
    ['of the duration', { duration_sec: 1000, sample_interval_sec: 0.001 }, /1000, into more than 100000 samples/, 'a number from 0.01 '],
    ['of the default duration', { sample_interval_sec: 1e-4 }, /is 30, into/, 'a number from 0.0003 '],
    ['of all', { sample_interval_sec: 1e-10 }, /from 1e-9 up to/, 'a number from 1e-9 '],
  ])('is refused, once, where it is too short a part %s', (_, config, message, accepted) => {
    const problem = { pointer: '/config/sample_interval_sec', message: expect.stringMatching(message) };
    expect(sampled(config)).toMatchObject([{ ...problem, accepted: expect.stringContaining(accepted) }]);
  });

  it.each<[string, object, string]>([
    ['it is no number', { sample_interval_sec: '1' }, '/config/sample_interval_sec'],
    ['the duration is no number', { duration_sec: 'long', sample_interval_sec: 1e-9 }, '/config/duration_sec'],
    ['the duration is too long', { duration_sec: 1e12, sample_interval_sec: 1 }, '/config/duration_sec'],
  ])('is not compared with the duration where %s', (_, config, pointer) => {
    expect(sampled(config).map((problem) => problem.pointer)).toEqual([pointer]);
  });

  it('is accepted at the length that its refusal names, whatever the duration', () => {
    const duration = fc.double({ min: 1e-3, max: MAX_DURATION_SEC, noNaN: true });
    fc.assert(
      fc.property(duration, (duration_sec) => {
        const [refused] = sampled({ duration_sec, sample_interval_sec: duration_sec / MAX_SAMPLES / 1.5 });
        const sample_interval_sec = Number(/^a number from (\S+) up to/.exec(refused.accepted!)?.[1]);
        expect(sampled({ duration_sec, sample_interval_sec })).toEqual([]);
      }),
    );
  });

  it('never makes more samples than a series holds where it is filled in', () => {
    const durations = fc.oneof(
      fc.double({ min: MIN_DURATION_SEC, max: MAX_DURATION_SEC, noNaN: true }),
      fc.double({ min: -9, max: Math.log10(MAX_DURATION_SEC), noNaN: true }).map((power) => Math.max(MIN_DURATION_SEC, 10 ** power)),
      fc.constantFrom(MIN_DURATION_SEC, MAX_DURATION_SEC),
    );
    fc.assert(
      fc.property(durations, (duration_sec) => {
        const { config } = admitted(threeNodes({ config: { duration_sec } }));
        expect(config.duration_sec / config.sample_interval_sec).toBeLessThanOrEqual(MAX_SAMPLES);
      }),
    );
  });
});

describe('the placement', () => {
  it.each<[unknown, unknown]>([
    [undefined, 'any'],
    [null, 'any'],
    ['local', 'local'],
    [{ where: 'local' }, 'local'],
    [{ agent: 'lab-7' }, { agent: 'lab-7' }],
    [{ labels: { site: 'lab', rack: '1' } }, { labels: { rack: '1', site: 'lab' } }],
  ])('%j is %j', (placement, effective) => {
    expect(admitted(threeNodes({ config: { placement } })).config.placement).toEqual(effective);
  });

  it.each<[unknown, string]>([
    ['nowhere', '/config/placement'],
    [7, '/config/placement'],
    [{}, '/config/placement'],
    [{ where: 'any', agent: 'lab-7' }, '/config/placement'],
    [{ labels: {} }, '/config/placement/labels'],
    [{ labels: { site: 7 } }, '/config/placement/labels/site'],
    [{ agent: '' }, '/config/placement/agent'],
    [{ host: 'lab-7' }, '/config/placement/host'],
  ])('%j is refused', (placement, pointer) => {
    const [problem] = problemsOf(threeNodes({ config: { placement } }));
    expect(problem).toMatchObject({ pointer, accepted: expect.any(String) });
  });
});
