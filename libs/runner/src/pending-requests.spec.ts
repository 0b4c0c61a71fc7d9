import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '@skein/problem';
import { RequestRefused } from './request-refused.js';
import { PendingRequests } from './pending-requests.js';

const LONG_MS = 60_000;

describe('PendingRequests', () => {
  it('gives each question its own answer, in whatever order they come', async () => {
    const requests = new PendingRequests();
    const numbers: number[] = [];
    const answers = ['first', 'second'].map(() => requests.ask(LONG_MS, (request) => numbers.push(request)));
    requests.settle({ type: 'answer', request: numbers[1], simulated_sec: 2, results: 'second' });
    requests.settle({ type: 'answer', request: numbers[0], simulated_sec: 1, results: 'first' });
    await expect(Promise.all(answers)).resolves.toEqual([
      { simulated_sec: 1, results: 'first' },
      { simulated_sec: 2, results: 'second' },
    ]);
  });

  it('rejects what is refused with the reason', async () => {
    const requests = new PendingRequests();
    const answer = requests.ask(LONG_MS, (request) => requests.settle({ type: 'refused', request, reason: 'not here' }));
    await expect(answer).rejects.toThrow(new RequestRefused('not here'));
  });

  it('rejects what is not answered in time, and has no use for the answer that comes later', async () => {
    const requests = new PendingRequests();
    let number = 0;
    await expect(requests.ask(1, (request) => (number = request))).rejects.toBeInstanceOf(Unavailable);
    expect(() => requests.settle({ type: 'answer', request: number, simulated_sec: 0, results: '' })).not.toThrow();
  });

  it('rejects all that wait when the runner is lost', async () => {
    const requests = new PendingRequests();
    const answers = [1, 2].map(() => requests.ask(LONG_MS, () => undefined));
    requests.rejectAll('Runner r was lost');
    for (const answer of answers) await expect(answer).rejects.toThrow(new Unavailable('Runner r was lost'));
  });
});
