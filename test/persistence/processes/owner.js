import { startEmbedded } from '@skein/persistence';

/** Owns an embedded server until it is killed; tells its URL on standard output. */
const server = await startEmbedded({ dataDir: process.argv[2], disposable: process.argv[3] === 'disposable' });
process.stdout.write(`${server.url}\n`);
setInterval(() => undefined, 60_000);
