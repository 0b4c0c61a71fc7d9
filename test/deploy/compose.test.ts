import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { missing, output, skipped } from './tools.js';

const TOOLS: Array<[string, string[], RegExp]> = [
  ['docker-compose', [], /1\.29|v?2\./],
  ['docker', ['compose'], /v?2\./],
];

interface Composed {
  services: Record<string, Record<string, unknown> & { environment?: Record<string, string>; ports?: unknown[] }>;
}

const FILE = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Composed;

describe('docker-compose.yml', () => {
  for (const [tool, subcommand, version] of TOOLS) {
    const command = [tool, ...subcommand].join(' ');
    const absent = skipped(`docker-compose.yml as ${command} reads it`, missing(tool, [...subcommand, 'version'], version));
    (absent ? it.skip : it)(`is what ${command} takes, with the example environment`, () => {
      const text = output(tool, [...subcommand, '--env-file', '.env.example', 'config']);
      const { services } = parse(text) as Composed;
      expect(Object.keys(services)).toEqual(expect.arrayContaining(['agent', 'migrate', 'postgres', 'server']));
      expect(services['server']?.environment).toMatchObject({ DATABASE_URL: expect.stringMatching(/^postgres:/) as unknown });
    });
  }

  it('can be scaled: servers and agents have no name or fixed address of their own', () => {
    for (const name of ['server', 'agent']) expect(FILE.services[name]).not.toHaveProperty('container_name');
    expect(FILE.services['agent']).not.toHaveProperty('ports');
    expect(FILE.services['server']?.ports).toEqual(['${SKEIN_PUBLISH:-127.0.0.1:8000}:8000']);
  });

  it('has no top-level name, which docker-compose 1.29 refuses, and no secret', () => {
    expect(FILE).not.toHaveProperty('name');
    const secret = Object.values(FILE.services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name]) => /TOKEN|PASSWORD|URL/.test(name)),
    );
    expect(secret.length).toBeGreaterThan(4);
    for (const [, value] of secret) expect(value).toMatch(/\$\{[A-Z_]+:\?/);
  });

  it('runs everything of Skein without privileges, on a root file system that cannot be written', () => {
    for (const name of ['migrate', 'server', 'agent', 'client']) {
      const { read_only, cap_drop, security_opt } = FILE.services[name];
      expect({ read_only, cap_drop, security_opt }).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
  });
});
