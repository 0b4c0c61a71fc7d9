/**
 * Joins the compiled server and the packages that it loads into a few files, `apps/server/dist/bundle/`: finding, reading and linking
 * 1 800 modules takes half of the CPU time of a start. Nothing is renamed or minified, so stack traces name the same functions.
 */
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SERVER = path.join(ROOT, 'apps/server/dist');
const BUNDLE = path.join(SERVER, 'bundle');
/** Every file that may have changed, one a line; its own time is that of the bundle. */
const INPUTS = path.join(BUNDLE, 'inputs.txt');

/** They are loaded by `require`, so that the first of several processes does not load the framework. */
const ENTRIES = ['main.js', 'serve.js', 'processes/serve-together.js'];

/** The threads that run simulations start from the bundle as well: a third of the CPU time of a start from modules. */
const WORKER = {
  entry: path.join(ROOT, 'libs/runner/dist/worker.js'),
  startedBy: path.join(ROOT, 'libs/runner/dist/thread/worker-thread.js'),
  location: "'../../dist/worker.js', import.meta.url",
};

/** Loaded from node_modules: these find files of theirs beside themselves, or are optional and not installed. */
const EXTERNAL = [
  'piscina',
  'pino',
  'pino-pretty',
  '@nestjs/microservices',
  '@nestjs/websockets/*',
  '@fastify/static',
  'class-transformer',
  'bufferutil',
  'utf-8-validate',
  'pg-native',
];

/** CommonJS packages call `require` for what belongs to Node. */
const BANNER =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** A module that looks for a file (a worker, a package) beside itself has to find it from the bundle as well. */
const ownLocations = {
  name: 'own-locations',
  setup({ onLoad }) {
    onLoad({ filter: /\.m?js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      if (file === WORKER.startedBy) {
        if (!text.includes(WORKER.location)) throw new Error(`${file} no longer names its worker as scripts/bundle-server.js expects.`);
        return { contents: text.replace(WORKER.location, "'./worker.js', import.meta.url"), loader: 'js' };
      }
      const entry = ENTRIES.some((name) => path.join(SERVER, name) === file);
      if (entry || !text.includes('import.meta.url')) return { contents: text, loader: 'js' };
      // What looks beside itself ends up in a chunk, and chunks lie in the directory of the bundle itself.
      const location = JSON.stringify(path.relative(BUNDLE, file).split(path.sep).join('/'));
      return { contents: text.replaceAll('import.meta.url', `new URL(${location}, import.meta.url).href`), loader: 'js' };
    });
  },
};

async function upToDate() {
  try {
    const [inputs, { mtimeMs }] = await Promise.all([readFile(INPUTS, 'utf8'), stat(INPUTS)]);
    const times = await Promise.all(inputs.split('\n').map(async (file) => (await stat(path.join(ROOT, file))).mtimeMs));
    return times.every((time) => time < mtimeMs);
  } catch {
    return false;
  }
}

if (!(await upToDate())) {
  const began = new Date();
  await rm(BUNDLE, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [...ENTRIES.map((name) => ({ in: path.join(SERVER, name), out: name.slice(0, -3) })), { in: WORKER.entry, out: 'worker' }],
    outdir: BUNDLE,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: [],
    mainFields: ['main'],
    external: EXTERNAL,
    banner: { js: BANNER },
    plugins: [ownLocations],
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  await writeFile(INPUTS, [path.relative(ROOT, fileURLToPath(import.meta.url)), ...Object.keys(metafile.inputs)].join('\n'));
  await utimes(INPUTS, began, began);
}
