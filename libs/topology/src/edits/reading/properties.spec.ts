import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EditedNetwork } from '../edited-network.js';
import { START } from '../testing/any-edits.js';
import { editBodies } from '../testing/any-requests.js';
import { readEdits } from './read-edits.js';

const CONTEXT = { packetLossPercent: 2.5, atSec: 5 };
const begin = () => new EditedNetwork(START, START.flows);

function look(network: EditedNetwork): string {
  return JSON.stringify([network.network(), network.traffic()]);
}

describe('whatever is asked for', () => {
  it('is refused with pointers into it, or becomes edits that the network takes', () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(editBodies, { maxLength: 4 }), editBodies, (before, body) => {
        const network = begin();
        for (const each of [...before, body]) {
          const looked = look(network);
          const outcome = readEdits(each, network, CONTEXT);
          expect(look(network)).toBe(looked);
          if (outcome.ok) {
            accepted += 1;
            expect(network.apply(JSON.parse(JSON.stringify(outcome.value)) as unknown[], CONTEXT.atSec)).toEqual({ ok: true });
            continue;
          }
          refused += 1;
          expect(outcome.refusal.errors.length).toBeGreaterThan(0);
          for (const { pointer } of outcome.refusal.errors) expect(leads(pointer, each)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(100);
  });

  it('has the same outcome as one operation and as a list of one, but for where it stands', () => {
    fc.assert(
      fc.property(editBodies, (body) => {
        fc.pre(typeof body === 'object' && body !== null && 'operation' in body && !('operations' in body));
        const alone = readEdits(body, begin(), CONTEXT);
        const listed = readEdits({ operations: [body] }, begin(), CONTEXT);
        if (alone.ok || listed.ok) expect(listed).toEqual(alone);
        else
          expect(listed.refusal.errors.map(({ pointer }) => pointer)).toEqual(
            alone.refusal.errors.map(({ pointer }) => `/operations/0${pointer}`),
          );
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether a pointer leads to a member that was sent, or to one that is missing where its owner was sent. */
function leads(pointer: string, body: unknown): boolean {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  let owner = body;
  for (const name of names.slice(0, -1)) {
    if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, name)) return false;
    owner = (owner as Record<string, unknown>)[name];
  }
  return names.length === 0 || (typeof owner === 'object' && owner !== null);
}
