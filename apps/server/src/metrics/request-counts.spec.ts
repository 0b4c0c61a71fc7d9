import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { DURATION_BUCKETS, RequestCounts } from './request-counts.js';

const NAME = 'durations';

describe('the counts of requests', () => {
  it('are by route, method and status, and leave out what has no duration', () => {
    const counts = new RequestCounts();
    counts.add('/status/:sim_id', 'GET', 200, 0.002);
    counts.add('/status/:sim_id', 'GET', 200, 0.5);
    counts.add('/status/:sim_id', 'GET', 404, 0.001);
    counts.add('/events', 'GET', 200, null);
    expect(counts.totals()).toEqual([
      { labels: { route: '/status/:sim_id', method: 'GET', status: '200' }, value: 2 },
      { labels: { route: '/status/:sim_id', method: 'GET', status: '404' }, value: 1 },
      { labels: { route: '/events', method: 'GET', status: '200' }, value: 1 },
    ]);
    expect(counts.durations(NAME).filter(({ metricName }) => metricName?.endsWith('_count'))).toEqual([
      { labels: { route: '/status/:sim_id', method: 'GET' }, value: 3, metricName: 'durations_count' },
    ]);
  });

  it('have the samples that a histogram of prom-client has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...DURATION_BUCKETS), fc.double({ min: 0, max: 60, noNaN: true })), { minLength: 1 }),
        async (durations) => {
          const registers = [new Registry()];
          const histogram = new Histogram({ name: NAME, help: '-', labelNames: ['route', 'method'], buckets: DURATION_BUCKETS, registers });
          const counts = new RequestCounts();
          for (const durationSec of durations) {
            histogram.observe({ route: '/a', method: 'GET' }, durationSec);
            counts.add('/a', 'GET', 200, durationSec);
          }
          const { values } = await histogram.get();
          expect(counts.durations(NAME)).toEqual(values.map(({ labels, value, metricName }) => ({ labels, value, metricName })));
        },
      ),
      { numRuns: 50 },
    );
  });
});
