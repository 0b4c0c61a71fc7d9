import { statfs } from 'node:fs/promises';

/** PostgreSQL needs more than this to start, in bytes. */
const ALMOST_FULL_BYTES = 1024 * 1024;
const FULL = 'No space left on device';

/**
 * The reason for which PostgreSQL does not start, in a few words.
 * @param output what it printed; on a full disk its log file may have taken nothing
 */
export async function faultReason(output: string, dataDir: string): Promise<string> {
  if (output.includes(FULL)) return FULL;
  const severe = [...output.matchAll(/ (?:FATAL|PANIC|ERROR): +(.+)$/gm)].at(-1)?.[1];
  // Anybody may ask whether a server is ready: where its files are is not their business.
  if (severe !== undefined) return severe.replaceAll(dataDir, 'SKEIN_DATA_DIR');
  const space = await statfs(dataDir).catch(() => null);
  if (space !== null && space.bavail * space.bsize < ALMOST_FULL_BYTES) return FULL;
  return output.trim().split('\n').at(-1) || 'it ended without a word';
}
