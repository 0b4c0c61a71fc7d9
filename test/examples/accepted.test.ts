import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { examples, expected } from './examples.js';

interface Answer {
  packets: { sent: number; delivered: number; dropped: Record<string, number>; in_flight: number };
  engine_version: string;
  result_hash: string;
}

const CLI = join(import.meta.dirname, '../../apps/cli/dist/main.js');
const otherNode = process.env.SKEIN_OTHER_NODE;
const nodes = [process.execPath, ...(otherNode ? [otherNode] : [])];
if (!otherNode) process.stderr.write('The examples run on this version of Node alone: SKEIN_OTHER_NODE names no other.\n');

describe.each(nodes)('the examples, run by the engine alone on %s', (node) => {
  it.each(examples(''))('$name has the results that are kept', async ({ name, file }) => {
    const { stdout } = await promisify(execFile)(node, [CLI, 'engine', file], { maxBuffer: 1 << 28 });
    const { packets, engine_version, result_hash } = JSON.parse(stdout) as Answer;
    const kept = expected<Answer>('', name);
    expect({ packets, engine_version, result_hash }).toEqual({
      packets: kept.packets,
      engine_version: kept.engine_version,
      result_hash: kept.result_hash,
    });
    const dropped = Object.values(packets.dropped).reduce((sum, count) => sum + count, 0);
    expect(packets.delivered + dropped + packets.in_flight).toBe(packets.sent);
  });
});
