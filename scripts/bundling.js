/** Joins compiled modules and the packages that they load into a few files. Nothing is renamed or minified, so stack traces name the same functions. */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS packages call `require` for what belongs to Node. */
const BANNER =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/**
 * Makes a bundle anew where anything that goes into it has changed.
 * @param {{ script: string, entryPoints: { in: string, out: string }[] | Record<string, string>, outdir: string, external: string[], plugins: import('esbuild').Plugin[] }} options
 *   `script`: what makes the bundle; when that changes, the bundle does too
 * @returns {Promise<string[] | null>} the files that went into it, from the root of the repository; null where nothing had changed
 */
export async function bundle({ script, entryPoints, outdir, external, plugins }) {
  // Every file that may have changed, one a line; its own time is that of the bundle. Beside the bundle, which may be packed.
  const list = `${outdir}-inputs.txt`;
  if (await isUpToDate(list, outdir)) return null;
  const began = new Date();
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: [],
    mainFields: ['main'],
    external,
    banner: { js: BANNER },
    plugins,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const inputs = Object.keys(metafile.inputs);
  const scripts = [script, fileURLToPath(import.meta.url)].map((file) => path.relative(ROOT, file));
  await writeFile(list, [...scripts, ...inputs].join('\n'));
  await utimes(list, began, began);
  return inputs;
}

async function isUpToDate(list, outdir) {
  try {
    const [inputs, { mtimeMs }] = await Promise.all([readFile(list, 'utf8'), stat(list), stat(outdir)]);
    const times = await Promise.all(inputs.split('\n').map(async (file) => (await stat(path.join(ROOT, file))).mtimeMs));
    return times.every((time) => time < mtimeMs);
  } catch {
    return false;
  }
}
