import { parentPort } from 'node:worker_threads';
import { Host } from './host/host.js';
import { SystemClock } from './host/system-clock.js';
import type { ToRunner } from './messages.js';

if (!parentPort) throw new Error('This module is the entry of a worker thread.');
const port = parentPort;
const host = new Host(new SystemClock(), (message) => port.postMessage(message));
port.on('message', (message: ToRunner) => host.receive(message));
