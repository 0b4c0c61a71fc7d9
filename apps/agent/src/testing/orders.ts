import { randomUUID } from 'node:crypto';
import type { CommandOrder } from '../journal/records.js';

let seq = 0;

/** A command as the server sends it, with an id of its own. */
export function order(command: string, args: Record<string, unknown> = {}, timeout_sec: number | null = null): CommandOrder {
  seq += 1;
  return { id: randomUUID(), seq, command, args, timeout_sec };
}
