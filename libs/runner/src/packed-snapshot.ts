import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';
import type { PackedSnapshot, Snapshot } from './messages.js';

/** The quickest: a snapshot is written often and read seldom. */
const LEVEL = 1;

/** No snapshot is so large. Inflating ends there. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Makes a snapshot small, unless it is, on none of the threads that run JavaScript. */
export async function pack(snapshot: Snapshot | PackedSnapshot): Promise<PackedSnapshot> {
  if ('deflated' in snapshot) return snapshot;
  const { at_sec, edits_made, bytes } = snapshot;
  return { at_sec, edits_made, deflated: await promisify(deflate)(bytes, { level: LEVEL }) };
}

/** What the engine wrote, on this thread: the one that is to go on from it. @returns null where it is damaged so that it cannot be read */
export function unpack({ deflated }: PackedSnapshot): Uint8Array | null {
  try {
    return inflateSync(deflated, { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
}
