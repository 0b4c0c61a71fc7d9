import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Many {
  simulations: number;
  /** Over how long they are submitted, evenly. */
  submitSec: number;
  statusesPerSec: number;
  /** JSON text of a request to simulate. */
  body: string;
}

/** Milliseconds, in ascending order. */
export interface ManyMeasurement {
  /** From when it was asked for until each began. */
  waits: number[];
  /** From the moment at which it was due, by its beginning and its pace, until its end was on record. */
  lateness: number[];
  /** From a question until its answer, while all of them ran. */
  statuses: number[];
  /** By which the timers of the process that asks were late: it has little to do, so this is how long anybody waits for the machine. */
  timers: number[];
}

const CHILD = fileURLToPath(new URL('many-child.js', import.meta.url));

/** Has many simulations run at once by the server at `url`, from another process. */
export async function runMany(url: string, { simulations, submitSec, statusesPerSec, body }: Many): Promise<ManyMeasurement> {
  const child = spawn(process.execPath, [CHILD, url, String(simulations), String(submitSec), String(statusesPerSec)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(body);
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`${child.spawnargs.join(' ')} has failed`);
  return JSON.parse(output) as ManyMeasurement;
}
