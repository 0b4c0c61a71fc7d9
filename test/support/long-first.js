import TestSequencer from '@jest/test-sequencer';

/** Files that take ten seconds or more by themselves on a quiet machine, the longest first. */
const LONG = [
  'test/faults/faults.test.ts',
  'test/faults-fleet/faults-fleet.test.ts',
  'test/server/processes.test.ts',
  'test/persistence/embedded.test.ts',
  'test/agent/simulations.test.ts',
  'libs/engine/src/queueing-loss.spec.ts',
  'test/server/snapshots.test.ts',
  'test/fleet/two-servers.test.ts',
  'test/fleet/own-connections.test.ts',
  'test/server/neighbors.test.ts',
  'test/agent/agent.test.ts',
  'test/agent/fleet.test.ts',
  'libs/engine/src/queueing-theory.spec.ts',
  'test/server/backup.test.ts',
  'test/server/events.test.ts',
  'test/server/logs.test.ts',
  'libs/engine/src/routenet.spec.ts',
  'libs/engine/src/topohub.spec.ts',
  'test/fuzz/fuzz.test.ts',
  'test/server/race-control.test.ts',
  'test/server/crash.test.ts',
  'test/server/metrics.test.ts',
  'test/server/control.test.ts',
  'test/fleet/own-agents.test.ts',
  'test/server/rolling-restart.test.ts',
  'test/server/database-outage.test.ts',
  'test/demo/demo.test.ts',
];

/** Its place among them, or behind all of them. */
function place({ path }) {
  const found = LONG.findIndex((file) => path.endsWith(`/${file}`));
  return found < 0 ? LONG.length : found;
}

/** Begins with what takes longest, so that no worker is left alone with it at the end: jest knows that only of what has run on a machine before. */
export default class LongFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
}
