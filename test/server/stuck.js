// Loaded into a server before anything else (NODE_OPTIONS=--import): a simulation whose name for a node is "stuck" keeps the thread that runs it from doing anything for a
// while, alive all the same, when it is first to be held.
import { writeSync } from 'node:fs';
import { isMainThread, parentPort } from 'node:worker_threads';

/** Longer than an answer is waited for, shorter than a lease. */
const STUCK_MS = 7_000;

if (!isMainThread) {
  const stuck = new Set();
  const on = parentPort.on.bind(parentPort);
  parentPort.on = (event, listener) =>
    on(event, (message) => {
      if (message?.type === 'start' && message.epoch === 1 && message.scenario.includes('"stuck"')) stuck.add(message.sim_id);
      if (message?.type === 'hold' && stuck.delete(message.sim_id)) {
        writeSync(2, 'A thread is stuck.\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STUCK_MS);
      }
      listener(message);
    });
}
