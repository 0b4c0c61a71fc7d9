// Loaded into a server or an agent before anything else (NODE_OPTIONS=--import): a simulation whose name for a node is "poison" kills the worker thread that begins it.
import { isMainThread, parentPort } from 'node:worker_threads';

if (!isMainThread) {
  const on = parentPort.on.bind(parentPort);
  parentPort.on = (event, listener) =>
    on(event, (message) => {
      if (message?.type === 'start' && message.scenario.includes('"poison"')) process.exit(3);
      listener(message);
    });
}
