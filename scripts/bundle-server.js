/**
 * Joins the compiled server and the packages that it loads into a few files, `apps/server/dist/bundle/`: finding, reading and linking
 * 1 800 modules takes half of the CPU time of a start. Nothing is renamed or minified, so stack traces name the same functions.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, ROOT } from './bundling.js';

const SERVER = path.join(ROOT, 'apps/server/dist');
const BUNDLE = path.join(SERVER, 'bundle');
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

await bundle({
  script: fileURLToPath(import.meta.url),
  entryPoints: [...ENTRIES.map((name) => ({ in: path.join(SERVER, name), out: name.slice(0, -3) })), { in: WORKER.entry, out: 'worker' }],
  outdir: BUNDLE,
  external: EXTERNAL,
  plugins: [ownLocations],
});
