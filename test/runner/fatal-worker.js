// The real worker thread, except that some simulations, by their id, kill it.
import { parentPort } from 'node:worker_threads';
await import('../../libs/runner/dist/worker.js');

const deaths = {
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('out of luck');
  },
  hoard: () => {
    for (const hoard = []; ;) hoard.push(new Array(1e5).fill(hoard.length));
  },
};

parentPort.on('message', ({ type, sim_id: simId }) => {
  if (type === 'start') deaths[simId]?.();
});
