import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type LoadKind = 'simulate' | 'status';

/** What one process under load answered. */
export interface LoadMeasurement {
  perSec: number;
  p50Ms: number;
  p99Ms: number;
  /** How many answers had which status. */
  statuses: Record<number, number>;
}

export interface Load {
  kind: LoadKind;
  connections: number;
  warmUpSec: number;
  seconds: number;
  /** JSON text of a request to simulate. */
  body: string;
}

const CHILD = fileURLToPath(new URL('load-child.js', import.meta.url));

/** Loads the server at `url` from another process. */
export async function load(url: string, { kind, connections, warmUpSec, seconds, body }: Load): Promise<LoadMeasurement> {
  const child = spawn(process.execPath, [CHILD, url, kind, String(connections), String(warmUpSec), String(seconds)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(body);
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output) as LoadMeasurement;
}
