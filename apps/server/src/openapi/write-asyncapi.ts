import { writeFileSync } from 'node:fs';
import { asyncApiDocument } from '@skein/fleet';

/** Writes the AsyncAPI document to the file named as the only argument. */
const [file] = process.argv.slice(2);
if (!file) throw new Error('Name the file to write.');
writeFileSync(file, JSON.stringify(asyncApiDocument(), null, 2) + '\n');
