import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../model/defaults.js';
import type { Scenario } from '../model/scenario.js';
import type { Flow } from '../model/traffic.js';
import { readRequest } from '../request/reading/read-request.js';
import { bodyOf } from '../request/testing/bodies.js';
import { EditedNetwork } from './edited-network.js';
import { editLists, oddEdit, START } from './testing/any-edits.js';
import { problemsIn } from './testing/running.js';

const AT_SEC = 5;
const begin = () => new EditedNetwork(START, START.flows);

/** All that can be asked of it. */
function look(network: EditedNetwork) {
  const { nodes, links } = network.network();
  return {
    nodes,
    links,
    traffic: network.traffic(),
    failed: [...nodes.filter(({ id }) => network.nodeFailed(id)), ...links.filter(({ id }) => network.linkFailed(id))].map(({ id }) => id),
  };
}

/** The edits of a list that are accepted one after the other. */
function acceptedOf(edits: readonly unknown[]): { edits: unknown[]; network: EditedNetwork } {
  const network = begin();
  return { edits: edits.filter((edit) => network.apply([edit], AT_SEC).ok), network };
}

/** Flows as a request may give them: periods only where they mean something. */
function asSent(flows: readonly Flow[]): object[] {
  return flows.map(({ periods, on_sec, off_sec, ...flow }) => (flow.arrivals === 'on_off' ? { ...flow, periods, on_sec, off_sec } : flow));
}

describe('a list of edits', () => {
  it('is made as a whole or not at all, just as its check says', () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(editLists, editLists, (first, edits) => {
        const { network } = acceptedOf(first);
        const before = look(network);
        const told = network.check(edits, AT_SEC);
        expect(look(network)).toEqual(before);
        expect(network.apply(edits, AT_SEC)).toEqual(told);
        if (!told.ok) expect(look(network)).toEqual(before);
        if (told.ok) accepted += 1;
        else refused += 1;
      }),
      { numRuns: 500 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(0);
  });

  it('does at once what its edits do one by one', () => {
    fc.assert(
      fc.property(editLists, (list) => {
        const { edits, network } = acceptedOf(list);
        const atOnce = begin();
        expect(atOnce.apply(edits, AT_SEC)).toEqual({ ok: true });
        expect(look(atOnce)).toEqual(look(network));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what a request could ask for, and that to the letter, but for paths whose links are gone', () => {
    let whole = 0;
    fc.assert(
      fc.property(editLists, (list) => {
        const { network } = acceptedOf(list);
        const request = { topology: network.network(), traffic: asSent(network.traffic()) };
        const outcome = readRequest(bodyOf(request), DEFAULT_LIMITS);
        if (!outcome.ok) {
          for (const { pointer, message } of outcome.refusal.errors) {
            expect(pointer).toMatch(/^\/traffic\/\d+\/path\/\d+$/);
            expect(message).toMatch(/^No link leads from/);
          }
          return;
        }
        whole += 1;
        const { topology, traffic } = JSON.parse(outcome.value.scenario) as Scenario;
        expect(JSON.stringify({ topology, traffic: asSent(traffic ?? []) })).toBe(JSON.stringify(request));
      }),
      { numRuns: 500 },
    );
    expect(whole).toBeGreaterThan(100);
  });

  it('takes from a router that is removed the links and flows that were said to go, and nothing else', () => {
    fc.assert(
      fc.property(editLists, (list) => {
        const { network } = acceptedOf(list);
        const [{ id }, ...others] = network.network().nodes;
        fc.pre(others.length > 0);
        const { links, traffic } = look(network);
        const [goneLinks, goneFlows] = [network.linksOf(id), network.flowsThrough(id)];
        network.apply([{ operation: 'remove_router', node_id: id }], AT_SEC);
        expect(look(network)).toMatchObject({
          nodes: others,
          links: links.filter((link) => !goneLinks.includes(link.id)),
          traffic: traffic.filter((flow) => !goneFlows.includes(flow.id)),
        });
      }),
    );
  });
});

describe('an odd edit', () => {
  it('is refused where it is odd, unless it means something', () => {
    let refused = 0;
    fc.assert(
      fc.property(oddEdit, (edit) => {
        const problems = problemsIn(begin().check([edit], AT_SEC));
        for (const { pointer, message } of problems) {
          expect(pointer).toMatch(/^\/0(\/|$)/);
          expect(message).toMatch(/\S/);
        }
        refused += Math.min(1, problems.length);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});
