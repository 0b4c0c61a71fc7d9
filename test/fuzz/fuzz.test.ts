import { Agent } from 'node:http';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brief, endless } from '../server/requests.js';
import { ask, exchange } from '../support/http.js';
import { until } from '../support/until.js';
import { useServer } from '../support/use-server.js';
import { type OpenApi, operationsOf } from './document.js';
import { answersIn } from './raw-answers.js';
import { rawHttp, rawWebSocket, type RawBytes } from './raw.js';
import { type FuzzRequest, requestsOf } from './requests.js';
import { Verdict } from './verdict.js';

const TOTAL = Number(process.env['SKEIN_FUZZ'] ?? 5_000);
const SEED = Number(process.env['SKEIN_FUZZ_SEED'] ?? 1);
const BATCH = 250;
const SIMULATIONS = 20;
/** Long enough for an answer; what has none by then is taken for unfinished by the sender, too. */
const PATIENCE_MS = 250;

let document: OpenApi;
let verdict: Verdict;
let simIds: string[];
/** Statuses that were answered: what is never accepted shows nothing, and what is never refused neither. */
const statuses = { requests: new Set<number>(), bytes: new Set<number>() };
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
afterAll(() => agent.destroy());

let printed = '';
const PROBE = `--import=${pathToFileURL('test/fuzz/heap-probe.js').href}`;
const environment = { NODE_OPTIONS: PROBE, SKEIN_SLOTS: '100', SKEIN_MAX_BODY_BYTES: '100000' };
const server = useServer(environment, (text) => (printed += text));

beforeAll(async () => {
  document = JSON.parse((await ask(`${server.url}/openapi.json`)).text) as OpenApi;
  verdict = new Verdict(document);
  const skein = server.skein();
  const made = Array.from({ length: SIMULATIONS }, (_, i) => skein.simulate(i % 2 ? endless : brief));
  simIds = (await Promise.all(made)).map(({ sim_id }) => sim_id);
});

/** Draws and tries, some at once; what is drawn depends on the seed alone. Returns what was wrong, with what shows it again. */
async function each<T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number, atOnce: number, wrong: (one: T) => Promise<string | null>) {
  const found: string[] = [];
  for (let start = 0; start < count && found.length < 10; start += BATCH) {
    const batch = fc.sample(arbitrary, { seed: seed + start, numRuns: Math.min(BATCH, count - start) });
    const next = batch.entries();
    const worker = async (): Promise<void> => {
      for (const [i, one] of next) {
        if (found.length >= 10) return;
        const why = await wrong(one).catch((error: unknown) => `no answer: ${String(error)}`);
        if (why !== null) found.push(`${seed + start}/${i}: ${why}\n    ${shown(one)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }
  return found.length > 0 ? [...found, `the server printed: ${printed.slice(-4000)}`] : [];
}

function shown(one: unknown): string {
  if (Array.isArray(one)) return JSON.stringify((one as Buffer[]).map((piece) => piece.toString('latin1')));
  const { method, target, headers, body } = one as FuzzRequest;
  return `${method} ${target} ${JSON.stringify(headers)} ${body?.toString('latin1').slice(0, 2000) ?? ''}`;
}

async function request({ operation, method, target, headers, body }: FuzzRequest): Promise<string | null> {
  const url = server.url + target.replace(/SIM(\d+)/, (_, n: string) => simIds[Number(n)]);
  const answer = await ask(url, { method, headers, body: body ?? undefined, agent });
  statuses.requests.add(answer.status);
  const why = verdict.ofOperation(operation, answer);
  return why && `${why}: ${answer.status} ${answer.text.slice(0, 500)}`;
}

async function bytes(pieces: RawBytes): Promise<string | null> {
  for (const answer of answersIn(await exchange(server.url, pieces, { endAfterMs: PATIENCE_MS }))) {
    statuses.bytes.add(answer.status);
    // What was asked for by HEAD has no body.
    const why = answer.status >= 400 && answer.text !== '' ? verdict.ofRefusal(answer) : null;
    if (why) return `${why}: ${answer.status} ${answer.text.slice(0, 500)}`;
  }
  return null;
}

function inMb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** What the main thread of the server uses when nothing is simulated. */
async function bytesInUse(): Promise<number> {
  const skein = server.skein();
  for (const status of ['paused', 'running', 'pending'] as const) {
    await until(
      async () => {
        const { items } = await skein.list({ status, limit: 100 });
        await Promise.all(items.map(({ sim_id }) => skein.stop(sim_id).catch(() => undefined)));
        return items.length;
      },
      (left) => left === 0,
    );
  }
  printed = '';
  server.signal('SIGWINCH');
  await until(
    () => Promise.resolve(printed),
    (text) => /in use: \d+ bytes\n/.test(text),
  );
  return Number(/in use: (\d+)/.exec(printed)?.[1]);
}

describe(`whatever is sent (${TOTAL}, seed ${SEED})`, () => {
  const share = (part: number) => Math.ceil(TOTAL * part);
  let before = 0;

  it('is answered as the document says, where it says something', async () => {
    const requests = requestsOf(document, operationsOf(document), SIMULATIONS);
    expect(await each(requests, share(0.2), SEED, 16, request)).toEqual([]);
    before = await bytesInUse();
    expect(await each(requests, share(0.6), SEED + 1e6, 16, request)).toEqual([]);
    expect([...statuses.requests]).toEqual(expect.arrayContaining([200, 202, 400, 404, 409, 422]));
  }, 3_600_000);

  it('is refused in the same way where it is no HTTP, and no WebSocket', async () => {
    expect(await each(rawHttp, share(0.12), SEED, 64, bytes)).toEqual([]);
    expect(await each(rawWebSocket, share(0.08), SEED, 64, bytes)).toEqual([]);
    expect([...statuses.bytes]).toEqual(expect.arrayContaining([200, 400, 403, 404]));
  }, 3_600_000);

  it('neither ends the server nor stays in its memory', async () => {
    expect(server.alive).toBe(true);
    expect((await ask(`${server.url}/readyz`)).status).toBe(200);
    const after = await bytesInUse();
    process.stderr.write(`The server uses ${inMb(before)} MB after a fifth of the requests, and ${inMb(after)} MB in the end.\n`);
    expect(after / before).toBeLessThan(1.5);
  }, 3_600_000);
});
