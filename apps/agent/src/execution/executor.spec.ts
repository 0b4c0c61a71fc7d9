import { afterAll, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { pino } from 'pino';
import type { AgentControl } from '../agent-control.js';
import { COMMANDS } from '../commands/index.js';
import { Registry } from '../commands/registry.js';
import { Journal } from '../journal/journal.js';
import type { CommandResult } from '../journal/records.js';
import { order } from '../testing/orders.js';
import { scratch } from '../testing/scratch.js';
import { Executor } from './executor.js';

const log = pino({ level: 'silent' });
const registry = new Registry(COMMANDS);

const opened: Journal[] = [];

/** An executor on a real journal, and all that it tells the server. */
class Bench {
  readonly told: string[] = [];
  readonly results: CommandResult[] = [];
  private listeners: (() => void)[] = [];

  private constructor(
    readonly journal: Journal,
    readonly executor: Executor,
  ) {}

  static async open(file: string, slots = 1): Promise<Bench> {
    const journal = await Journal.open(file, log);
    opened.push(journal);
    // eslint-disable-next-line prefer-const
    let bench: Bench;
    const tell = (what: string, result?: CommandResult) => bench.hear(what, result);
    const outlet = {
      acknowledged: (id: string) => tell(`ack ${id}`),
      progressed: (id: string, message?: string) => (message === undefined ? tell(`running ${id}`) : undefined),
      ended: (result: CommandResult) => tell(`${result.state} ${result.id}`, result),
      changed: () => undefined,
    };
    const agent = {
      drain: () => bench.executor.drain(),
      undrain: () => bench.executor.undrain(),
      restart: () => undefined,
      status: () => ({}),
    };
    const options = { registry, journal, slots, agent: agent as unknown as AgentControl, outlet, log };
    bench = new Bench(journal, new Executor(options));
    return bench;
  }

  async heard(what: string): Promise<void> {
    while (!this.told.includes(what)) await new Promise<void>((resolve) => this.listeners.push(resolve));
  }

  private hear(what: string, result?: CommandResult): void {
    this.told.push(what);
    if (result) this.results.push(result);
    for (const listener of this.listeners.splice(0)) listener();
  }
}

describe('the executor', () => {
  const directory = scratch();
  afterAll(async () => {
    await Promise.all(opened.splice(0).map((journal) => journal.close()));
    directory.remove();
  });
  let number = 0;
  const file = () => path.join(directory.path, `${(number += 1)}.jsonl`);

  it('acknowledges, begins, and answers', async () => {
    const bench = await Bench.open(file());
    const echo = order('echo', { text: 'hello' });
    await bench.executor.receive(echo);
    await bench.heard(`succeeded ${echo.id}`);
    expect(bench.told).toEqual([`ack ${echo.id}`, `running ${echo.id}`, `succeeded ${echo.id}`]);
    expect(bench.results).toEqual([{ id: echo.id, state: 'succeeded', result: 'hello' }]);
  });

  it('runs a command once, however often it is delivered, then and after a restart', async () => {
    const name = file();
    const bench = await Bench.open(name);
    const echo = order('echo', { text: 'once' });
    await Promise.all([bench.executor.receive(echo), bench.executor.receive(echo)]);
    await bench.heard(`succeeded ${echo.id}`);
    await bench.executor.receive(echo);
    const again = await Bench.open(name);
    await again.executor.resume();
    await again.executor.receive(echo);
    again.executor.settle(echo.id);
    await again.executor.receive(echo);
    expect([...bench.told, ...again.told].filter((what) => what === `running ${echo.id}`)).toHaveLength(1);
    expect(again.told).toEqual([`succeeded ${echo.id}`, `ack ${echo.id}`]);
  });

  it('begins commands in the order in which they came, as many at once as there are slots', async () => {
    const bench = await Bench.open(file(), 2);
    const orders = [order('sleep', { seconds: 100 }), ...Array.from({ length: 20 }, (_, i) => order('echo', { text: `${i}` }))];
    await Promise.all(orders.map((each) => bench.executor.receive(each)));
    await bench.heard(`succeeded ${orders.at(-1)!.id}`);
    expect(bench.told.filter((what) => what.startsWith('running'))).toEqual(orders.map(({ id }) => `running ${id}`));
    expect(bench.executor.running).toEqual([orders[0].id]);
    await bench.executor.cancel(orders[0].id);
    await bench.heard(`cancelled ${orders[0].id}`);
  });

  it('obeys what is about the agent itself while all slots are taken, or it is drained', async () => {
    const bench = await Bench.open(file(), 1);
    const [sleep, ping, drain, echo, undrain] = [
      order('sleep', { seconds: 100 }),
      order('ping'),
      order('drain'),
      order('echo', { text: 'a' }),
      order('undrain'),
    ];
    for (const each of [sleep, ping, drain]) await bench.executor.receive(each);
    await bench.heard(`succeeded ${ping.id}`);
    await bench.heard(`succeeded ${drain.id}`);
    await bench.executor.cancel(sleep.id);
    await bench.heard(`cancelled ${sleep.id}`);
    await bench.executor.receive(echo);
    expect(bench.executor.waitingCount).toBe(1);
    await bench.executor.receive(undrain);
    await bench.heard(`succeeded ${echo.id}`);
  });

  it('cuts short what has run out of time, and says so', async () => {
    const bench = await Bench.open(file());
    const sleep = order('sleep', { seconds: 100 }, 0.01);
    await bench.executor.receive(sleep);
    await bench.heard(`timed_out ${sleep.id}`);
    expect(bench.results[0].result).toMatch(/0.01 s/);
  });

  it('cancels what waits, what runs, and what has not come yet', async () => {
    const bench = await Bench.open(file());
    const [runs, waits, unknown] = [order('sleep', { seconds: 100 }), order('sleep', { seconds: 100 }), order('echo', { text: 'never' })];
    for (const each of [runs, waits]) await bench.executor.receive(each);
    for (const { id } of [waits, unknown, runs]) await bench.executor.cancel(id);
    await bench.heard(`cancelled ${runs.id}`);
    await bench.executor.receive(unknown);
    expect(bench.told.filter((what) => what === `cancelled ${unknown.id}`)).toHaveLength(2);
    expect(bench.told).toContain(`cancelled ${waits.id}`);
    expect(bench.told).not.toContain(`running ${waits.id}`);
    expect(bench.told).not.toContain(`running ${unknown.id}`);
  });

  it('rejects what it does not know, and arguments that do not fit', async () => {
    const bench = await Bench.open(file());
    const orders = [
      order('reboot'),
      order('sleep', { seconds: 'long' }),
      order('simulate', { topology: { nodes: ['A'], links: [{ from: 'A', to: 'X' }] } }),
    ];
    for (const each of orders) {
      await bench.executor.receive(each);
      await bench.heard(`rejected ${each.id}`);
    }
    expect(bench.results.map(({ result }) => result)).toEqual([
      expect.stringMatching(/There are: ping, status/),
      expect.stringMatching(/"seconds" is "long"/),
      expect.stringMatching(/\/topology\/links\/0\/to/),
    ]);
  });

  it('fails after a kill what was running, begins what was not, and has restarted where it was to', async () => {
    const name = file();
    const bench = await Bench.open(name, 1);
    const [runs, waits, restart] = [order('sleep', { seconds: 100 }), order('echo', { text: 'later' }), order('restart')];
    for (const each of [runs, waits, restart]) await bench.executor.receive(each);
    await bench.heard(`running ${runs.id}`);
    await bench.heard(`running ${restart.id}`);
    const next = await Bench.open(name, 1);
    await next.executor.resume();
    await next.heard(`succeeded ${waits.id}`);
    expect(next.journal.ledger.results()).toEqual([
      { id: runs.id, state: 'failed', result: expect.stringMatching(/killed/) },
      { id: waits.id, state: 'succeeded', result: 'later' },
      { id: restart.id, state: 'succeeded', result: expect.stringMatching(/started again/) },
    ]);
    expect(next.told).not.toContain(`running ${runs.id}`);
    await bench.executor.finish(0);
  });

  it('lets what runs end before it finishes, and begins nothing more', async () => {
    const bench = await Bench.open(file());
    const [short, waits] = [order('sleep', { seconds: 0.05 }), order('echo', { text: 'a' })];
    const received = Promise.all([short, waits].map((each) => bench.executor.receive(each)));
    // At once: what runs must not have ended before.
    await bench.heard(`running ${short.id}`);
    await bench.executor.finish(100_000);
    await received;
    expect(bench.told).toContain(`succeeded ${short.id}`);
    expect(bench.told).not.toContain(`running ${waits.id}`);
    expect(bench.journal.ledger.orders('accepted')).toEqual([waits]);
  });

  it('fails what has not ended within the limit', async () => {
    const bench = await Bench.open(file());
    const long = order('sleep', { seconds: 1000 });
    await bench.executor.receive(long);
    await bench.heard(`running ${long.id}`);
    await bench.executor.finish(100);
    expect(bench.told).toContain(`failed ${long.id}`);
  });

  it('fails what has a result that no frame can hold', async () => {
    const bench = await Bench.open(file());
    const echo = order('echo', { text: 'x'.repeat(100_000), repeat: 42 });
    await bench.executor.receive(echo);
    await bench.heard(`failed ${echo.id}`);
    expect(bench.results[0].result).toMatch(/4200000 characters/);
  });
});
