// Loaded into a server before anything else (NODE_OPTIONS=--import): each of its worker threads dies when the process gets SIGURG.
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const channel = new BroadcastChannel('mortal threads');
channel.unref();
let deaths = 0;

if (isMainThread) {
  process.on('SIGURG', () => channel.postMessage(deaths++));
} else {
  channel.onmessage = ({ data }) => {
    if (data % 2 === 0) process.exit(3);
    throw new Error('out of luck');
  };
}
