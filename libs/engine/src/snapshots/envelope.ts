import { createHash } from 'node:crypto';
import { EngineError } from '../engine-error.js';
import { ENGINE_VERSION } from '../version.js';

/** Raised whenever the bytes of the same state would be others, which a test notices. Formats share the first line, and nothing else. */
const FORMAT = 2;
const MAGIC = 'skein snapshot';
const FIRST_LINE = `${MAGIC} ${FORMAT}\n`;
const CHECKSUM_BYTES = 32;

const checksum = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Two lines of ASCII: the format; the engine's version and the lineage. */
const headerOf = (lineage: string): Uint8Array => Buffer.from(`${FIRST_LINE}${ENGINE_VERSION} ${lineage}\n`, 'latin1');

/** Puts state between a header, which says of what it is the state, and a checksum (SHA-256) over both. */
export function seal(state: Uint8Array, lineage: string): Uint8Array {
  const header = headerOf(lineage);
  const sealed = new Uint8Array(header.length + state.length + CHECKSUM_BYTES);
  sealed.set(header);
  sealed.set(state, header.length);
  sealed.set(checksum(header, state), header.length + state.length);
  return sealed;
}

/** The state, where it is whole and that of this lineage under this version of the engine. Throws `foreign_snapshot`. */
export function unseal(sealed: Uint8Array, lineage: string): Uint8Array {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const header = headerOf(lineage);
  const end = bytes.length - CHECKSUM_BYTES;
  if (!bytes.subarray(0, FIRST_LINE.length).equals(Buffer.from(FIRST_LINE))) throw foreign('is not of this format');
  if (end < FIRST_LINE.length || !bytes.subarray(end).equals(checksum(bytes.subarray(0, end)))) throw foreign('is damaged');
  if (!bytes.subarray(0, header.length).equals(header))
    throw foreign('is of another scenario, other edits or another version of the engine');
  return bytes.subarray(header.length, end);
}

export const foreign = (what: string): EngineError =>
  new EngineError('foreign_snapshot', `The snapshot ${what}. Replay the simulation instead.`);
