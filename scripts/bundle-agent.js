/**
 * Joins the compiled agent and every package that it loads into `apps/agent/dist/bundle/`: what a packed agent consists of. It installs nothing else, and
 * needs only Node.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, ROOT } from './bundling.js';

const AGENT = path.join(ROOT, 'apps/agent/dist');
const BUNDLE = path.join(AGENT, 'bundle');
const WORKER_THREAD = path.join('libs', 'runner', 'dist', 'thread', 'worker-thread.js');
/** As that module says it, from its own place. */
const WORKER_OF_RUNNER = "'../../dist/worker.js'";

/** The worker of the runner lies beside the agent. */
const workerBeside = {
  name: 'worker-beside',
  setup({ onLoad }) {
    onLoad({ filter: /worker-thread\.js$/ }, async ({ path: file }) => {
      if (!file.endsWith(WORKER_THREAD)) return undefined;
      const text = await readFile(file, 'utf8');
      if (!text.includes(WORKER_OF_RUNNER)) throw new Error(`${file} does not name ${WORKER_OF_RUNNER} any more.`);
      return { contents: text.replace(WORKER_OF_RUNNER, "'./worker.js'"), loader: 'js' };
    });
  },
};

/** What the authors of the packages ask to be told with them. */
async function licenses(inputs) {
  const packages = new Set(inputs.map((file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const texts = [`skein ${version}: MIT\n\n${(await readFile(path.join(ROOT, 'LICENSE'), 'utf8')).trim()}`];
  for (const directory of [...packages].sort()) {
    const manifest = JSON.parse(await readFile(path.join(ROOT, directory, 'package.json'), 'utf8'));
    const file = (await readdir(path.join(ROOT, directory))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : `\n\n${(await readFile(path.join(ROOT, directory, file), 'utf8')).trim()}`;
    texts.push(`${manifest.name} ${manifest.version}: ${manifest.license}${text}`);
  }
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

const inputs = await bundle({
  script: fileURLToPath(import.meta.url),
  entryPoints: { main: path.join(AGENT, 'main.js'), worker: path.join(ROOT, 'libs/runner/dist/worker.js') },
  outdir: BUNDLE,
  // Natives that `ws` takes where they are there.
  external: ['bufferutil', 'utf-8-validate'],
  plugins: [workerBeside],
});
if (inputs !== null) await writeFile(path.join(BUNDLE, 'LICENSES.txt'), await licenses(inputs));
