import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';
import type { PackedSnapshot, Snapshot } from './messages.js';

/** The quickest: a snapshot is written often and read seldom. */
const LEVEL = 1;

/** Makes a snapshot small, on none of the threads that run JavaScript. */
export async function pack({ at_sec, edits_made, bytes }: Snapshot): Promise<PackedSnapshot> {
  return { at_sec, edits_made, deflated: await promisify(deflate)(bytes, { level: LEVEL }) };
}

/** What the engine wrote, on this thread: the one that is to go on from it. @returns null where it is damaged so that it cannot be read */
export function unpack({ deflated }: PackedSnapshot): Uint8Array | null {
  try {
    return inflateSync(deflated);
  } catch {
    return null;
  }
}
