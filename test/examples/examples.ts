import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';

export const EXAMPLES = join(import.meta.dirname, '../../examples');

/** The example files of a folder (`''` or `refused`), without their extension, and where they are. */
export function examples(folder: string): { name: string; file: string }[] {
  return readdirSync(join(EXAMPLES, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => ({ name: parse(entry.name).name, file: join(EXAMPLES, folder, entry.name) }));
}

/** The answer that is kept beside the examples. */
export function expected<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(EXAMPLES, 'expected', folder, `${name}.json`), 'utf8')) as T;
}
