import { describe, expect, it } from '@jest/globals';
import { hostname } from 'node:os';
import { readOptions } from './options.js';

describe('the command line of an agent', () => {
  it('takes all that it names', () => {
    const line = '--server https://skein.example/sub --name n --labels zone=eu,rack=r=1 --labels tier=gold --slots 7 --threads 2 --token t';
    expect(readOptions([...line.split(' '), '--drain-sec', '0', '--data-dir', '/d', '--log-level', 'warn'], {})).toEqual({
      servers: ['https://skein.example/sub'],
      id: 'n',
      name: 'n',
      labels: { zone: 'eu', rack: 'r=1', tier: 'gold' },
      slots: 7,
      threads: 2,
      token: 't',
      dataDir: '/d',
      drainSec: 0,
      logLevel: 'warn',
    });
  });

  it('needs nothing, and takes a token from the environment', () => {
    const options = readOptions([], { SKEIN_ENROLMENT_TOKEN: 'secret' });
    expect(options).toMatchObject({ servers: ['http://127.0.0.1:8000'], id: hostname(), name: hostname(), labels: {}, token: 'secret' });
    expect(readOptions(['--id', '../x'], {})).toMatchObject({ id: '../x', dataDir: '.skein-agent/..%2Fx', token: null });
  });

  it('takes several servers, each once, from itself or else from the environment', () => {
    const environment = { SKEIN_SERVER: 'http://c:1, http://d:2' };
    expect(readOptions([], environment).servers).toEqual(['http://c:1/', 'http://d:2/']);
    const line = ['--server', 'http://a:1,https://b:2/x', '--server', 'http://a:1', '--server', 'http://e'];
    expect(readOptions(line, environment).servers).toEqual(['http://a:1/', 'https://b:2/x', 'http://e/']);
    expect(() => readOptions([], { SKEIN_SERVER: 'c:1' })).toThrow(/SKEIN_SERVER is not usable.*http:\/\//);
  });
});
