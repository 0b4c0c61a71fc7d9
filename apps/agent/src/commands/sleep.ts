import { setTimeout as delay } from 'node:timers/promises';
import { Type } from '@sinclair/typebox';
import { argsOf, command } from './command.js';

/** Progress is told this often, in milliseconds. */
const TELL_MS = 1000;

export const sleep = command({
  name: 'sleep',
  description: 'Does nothing for some seconds, telling its progress; for tests and demonstrations.',
  args: argsOf({ seconds: Type.Number({ minimum: 0, maximum: 86_400, description: 'How long.' }) }),
  run: async ({ seconds }, { signal, progress }) => {
    const startMs = performance.now();
    const leftMs = () => startMs + seconds * 1000 - performance.now();
    while (leftMs() > 0) {
      await delay(Math.min(TELL_MS, leftMs()), undefined, { signal });
      const sleptSec = Math.min(seconds, (performance.now() - startMs) / 1000);
      progress(`slept ${sleptSec.toFixed(1)} of ${seconds} s`, sleptSec / seconds);
    }
    return `slept ${seconds} s`;
  },
});
