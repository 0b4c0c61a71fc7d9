import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Edit } from '@skein/topology';
import fc from 'fast-check';
import type { Course, EditEntry, PackedSnapshot, Snapshot } from '../messages.js';
import { pack, unpack } from '../packed-snapshot.js';
import { threeRouters, undisturbedHash } from '../testing/scenarios.js';
import { claim, hashOf, TestHost } from '../testing/test-host.js';

/** What each look at the clock costs; some thirty looks are a snapshot's worth of work. */
const READING_MS = 0.5;
const EVERY_MS = 15;

const scenario = threeRouters({ duration_sec: 1500, seed: 5 });
const fail: Edit[] = [{ operation: 'fail_link', link_id: 'B-C' }];
const restore: Edit[] = [{ operation: 'restore_link', link_id: 'B-C' }];
const edits: EditEntry[] = [
  { seq: 1, at_sec: 200, edits: fail },
  { seq: 2, at_sec: 420.5, edits: restore },
  { seq: 3, at_sec: 900, edits: fail },
  { seq: 4, at_sec: 1000, edits: restore },
];
const course: Course = { edits, to_sec: 1100, paused: false };

function snapshotsOf(host: TestHost): Snapshot[] {
  return host.heardOf('snapshot').map(({ snapshot }) => snapshot);
}

/** A host that has run the simulation to its end, and taken snapshots on the way. */
function watched(from: Course = course): TestHost {
  const host = new TestHost(READING_MS, EVERY_MS);
  host.start(claim('s'), scenario, 'max', from);
  host.clock.passTo(1e6);
  return host;
}

const undisturbed = hashOf(new TestHost().replay(JSON.stringify(scenario), { ...course, to_sec: 1500 }));

describe('a host that is to send snapshots', () => {
  it('sends one after so much work, in the order of time, and none of what has ended', () => {
    const host = watched();
    const snapshots = snapshotsOf(host);
    expect(snapshots.length).toBeGreaterThan(5);
    const times = snapshots.map(({ at_sec }) => at_sec);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(1500);
    for (const { at_sec, edits_made } of snapshots) expect(edits_made).toBe(edits.filter((entry) => entry.at_sec < at_sec).length);
    expect(hashOf(host.done('s'))).toBe(undisturbed);
  });

  it('sends none of a replay, nor where none are asked for', () => {
    const host = new TestHost(READING_MS, EVERY_MS);
    host.host.receive({ type: 'replay', request: 3, scenario: JSON.stringify(scenario), course, final: true });
    host.clock.passTo(1e6);
    const other = new TestHost(READING_MS);
    other.start(claim('s'), scenario, 'max');
    other.clock.passTo(1e6);
    expect(hashOf(other.done('s'))).toBe(undisturbedHash(scenario));
    expect([...snapshotsOf(host), ...snapshotsOf(other)]).toEqual([]);
  });
});

describe('a simulation that is brought back with a snapshot', () => {
  let snapshots: PackedSnapshot[];

  beforeAll(async () => {
    snapshots = await Promise.all(snapshotsOf(watched()).map(pack));
  });

  it('ends as if nothing had happened, in less time, whichever snapshot it was', () => {
    const without = watched().done('s')!.atMs;
    for (const snapshot of snapshots.filter(({ at_sec }) => at_sec <= course.to_sec)) {
      const host = watched({ ...course, snapshot });
      expect(hashOf(host.done('s'))).toBe(undisturbed);
      expect(host.done('s')!.atMs).toBeLessThan(without);
      expect(snapshotsOf(host).every(({ at_sec }) => at_sec > snapshot.at_sec)).toBe(true);
    }
  });

  it('can be held and edited where the snapshot was taken', () => {
    const snapshot = snapshots.find(({ edits_made }) => edits_made === 2)!;
    const made = edits.slice(0, 2);
    const edit: EditEntry = {
      seq: 3,
      at_sec: snapshot.at_sec,
      edits: [{ operation: 'update_link', link_id: 'A-B', changes: { latency: 50 } }],
    };
    const host = new TestHost();
    host.start(claim('s'), scenario, 'max', { edits: made, to_sec: snapshot.at_sec, paused: true, snapshot });
    expect(host.ask('hold', claim('s'))).toMatchObject({ simulated_sec: snapshot.at_sec });
    host.edit(claim('s'), edit);
    host.tell('release', claim('s'));
    host.clock.passTo(1e6);
    const expected = new TestHost().replay(JSON.stringify(scenario), { edits: [...made, edit], to_sec: 1500, paused: false });
    expect(hashOf(host.done('s'))).toBe(hashOf(expected));
  });

  it('goes through the whole course where the snapshot is damaged, of another simulation, or beyond the end of the course', async () => {
    const snapshot = snapshots.find(({ edits_made }) => edits_made === 2)!;
    const other = await pack(snapshotsOf(watched({ ...course, edits: edits.slice(1) }))[3]);
    const beyond = snapshots.find(({ at_sec }) => at_sec > course.to_sec)!;
    const bytes = unpack(snapshot)!;
    const flipped = (whole: Uint8Array, at: number) => whole.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const { deflated } = snapshot;
    const broken = fc.oneof(
      fc.nat(bytes.length - 1).map((at) => pack({ ...snapshot, bytes: flipped(bytes, at) })),
      fc.nat(bytes.length - 1).map((length) => pack({ ...snapshot, bytes: bytes.slice(0, length) })),
      fc.nat(deflated.length - 1).map((at) => ({ ...snapshot, deflated: flipped(Uint8Array.from(deflated), at) })),
      fc.nat(deflated.length - 1).map((length) => ({ ...snapshot, deflated: deflated.slice(0, length) })),
      fc.constantFrom({ ...snapshot, edits_made: 1 }, { ...snapshot, edits_made: 3 }, other, beyond),
    );
    const expected = new TestHost().replay(JSON.stringify(scenario), course);
    await fc.assert(
      fc.asyncProperty(broken, async (foreign) => {
        expect(new TestHost().replay(JSON.stringify(scenario), { ...course, snapshot: await foreign })).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
