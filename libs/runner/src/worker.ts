import { parentPort, workerData } from 'node:worker_threads';
import { Host } from './host/host.js';
import { SystemClock } from './host/system-clock.js';
import type { FromRunner, ToRunner } from './messages.js';
import type { WorkerData } from './thread/worker-thread.js';

if (!parentPort) throw new Error('This module is the entry of a worker thread.');
const port = parentPort;
const { snapshotEveryMs } = workerData as WorkerData;
const host = new Host(new SystemClock(), (message) => port.postMessage(message, handedOver(message)), snapshotEveryMs);
port.on('message', (message: ToRunner) => host.receive(message));

/** Memory that moves to the other side instead of being copied. */
function handedOver(message: FromRunner): ArrayBuffer[] {
  return message.type === 'snapshot' ? [message.snapshot.bytes.buffer as ArrayBuffer] : [];
}
