import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '@skein/problem';
import type { Claim, FromRunner, ToRunner } from '../messages.js';
import { RemoteRunner } from './remote-runner.js';

const LONG_MS = 50_000;
const [A, B, C]: Claim[] = ['a', 'b', 'c'].map((sim_id) => ({ sim_id, epoch: 1 }));

function remote() {
  const sent: ToRunner[] = [];
  const runner = new RemoteRunner('agent/x', (message) => sent.push(message));
  runner.adopt([]);
  const losses: { reason: string; claims: readonly Claim[]; handedBack: boolean }[] = [];
  runner.onLost((reason, claims, handedBack) => losses.push({ reason, claims, handedBack }));
  return { runner, sent, losses };
}

describe('a runner behind a connection', () => {
  it('has lost, with the connection, what it was never heard of', () => {
    const { runner, losses } = remote();
    for (const claim of [A, B, C]) runner.start(claim, '{}', 1);
    runner.adopt([{ sim_id: 'd', epoch: 4 }]);
    runner.receive({ type: 'progress', moved: [{ ...A, simulated_sec: 0.1 }] });
    runner.drop(B);
    runner.disconnect('it was pulled');
    runner.disconnect('and again');
    expect(losses).toEqual([{ reason: 'it was pulled', claims: [C], handedBack: false }]);
  });

  it('has lost what is to start when the connection has gone meanwhile', () => {
    const { runner, sent, losses } = remote();
    runner.disconnect('it was pulled');
    runner.start(A, '{}', 1);
    expect(losses).toEqual([{ reason: 'its connection has ended', claims: [A], handedBack: false }]);
    expect([sent, runner.load]).toEqual([[], 0]);
  });

  it('answers no question whose answer the connection can no longer bring', async () => {
    const { runner, sent } = remote();
    const asked = runner.hold(A, true, LONG_MS).catch((error: unknown) => error);
    runner.disconnect('it was pulled');
    expect(await asked).toBeInstanceOf(Unavailable);
    await expect(runner.results(A, LONG_MS)).rejects.toThrow(/not connected/);
    expect(sent).toHaveLength(1);
  });

  it('has lost what the machine says it gave up, once, and goes on with the rest', () => {
    const { runner, losses } = remote();
    for (const claim of [A, B]) runner.start(claim, '{}', 1);
    const lost = { type: 'lost', reason: 'out of memory', claims: [A, { ...B, epoch: 0 }, C] } as const;
    runner.receive({ ...lost, claims: [...lost.claims] });
    runner.receive({ ...lost, claims: [...lost.claims] });
    expect(losses).toEqual([{ reason: 'out of memory', claims: [A], handedBack: false }]);
    expect(runner.load).toBe(1);
    runner.receive({ type: 'lost', reason: 'stopped', claims: [B], handed_back: true });
    expect(losses.slice(1)).toEqual([{ reason: 'stopped', claims: [B], handedBack: true }]);
  });

  it('has nothing to say of what it does not hold', () => {
    const { runner, sent } = remote();
    const reported: FromRunner[] = [];
    runner.onReport((report) => reported.push(report));
    runner.start(A, '{}', 1);
    const end = (claim: Claim) => ({ type: 'done', ...claim, simulated_sec: 1, results: '{}' }) as const;
    runner.receive(end(B));
    runner.receive(end({ ...A, epoch: 2 }));
    runner.receive({ type: 'progress', moved: [A, B].map((claim) => ({ ...claim, simulated_sec: 1 })) });
    expect(reported).toEqual([{ type: 'progress', moved: [{ ...A, simulated_sec: 1 }] }]);
    expect(sent.slice(1)).toEqual([
      { type: 'drop', ...B },
      { type: 'drop', ...A, epoch: 2 },
    ]);
  });

  it('is heard of what it did before it was settled what it may run, once it is', () => {
    const sent: ToRunner[] = [];
    const runner = new RemoteRunner('agent/x', (message) => sent.push(message));
    const reported: FromRunner[] = [];
    runner.onReport((report) => reported.push(report));
    const end = { type: 'done', ...A, simulated_sec: 1, results: '{}' } as const;
    runner.receive(end);
    expect(reported).toEqual([]);
    runner.adopt([A]);
    expect(reported).toEqual([end]);
  });

  it('keeps an end until that is on record, and hears nothing once it is disconnected', () => {
    const { runner, sent } = remote();
    const reported: FromRunner[] = [];
    runner.onReport((report) => reported.push(report));
    runner.start(A, '{}', 1);
    const done = { type: 'done', ...A, simulated_sec: 1, results: '{}' } as const;
    runner.receive(done);
    expect(runner.load).toBe(0);
    runner.settled(A);
    expect(sent.at(-1)).toEqual({ type: 'drop', ...A });
    runner.disconnect('it was pulled');
    runner.receive(done);
    expect(reported).toEqual([done]);
  });
});
