import { relative, resolve } from 'node:path';
import type { Environment } from './config/environment.js';

/** What a person wants to know when the server has started. */
export function banner(url: string, environment: Environment): string {
  const data = environment.databaseUrl === undefined ? shown(environment.dataDir) : 'in the PostgreSQL that DATABASE_URL names';
  const token = environment.access.tokens.length > 0 ? '-H "authorization: Bearer $SKEIN_API_TOKEN" ' : '';
  return [
    '',
    'Skein is ready.',
    `  API          ${url}`,
    `  Swagger UI   ${url}/docs`,
    `  Data         ${data}`,
    `  Try          curl -s ${url}/simulate ${token}-H 'content-type: application/json' -d @examples/three-routers.json`,
    '',
  ].join('\n');
}

function shown(dataDir: string): string {
  const path = relative(process.cwd(), resolve(dataDir));
  return path.startsWith('..') ? resolve(dataDir) : `./${path}`;
}
