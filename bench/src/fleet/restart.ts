import { setTimeout as delay } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { SkeinServer } from '../http/servers.js';
import { nowMs } from './clock.js';
import { Crowd } from './crowd.js';
import { eventually, fleetStatus, sendToAll } from './target.js';

const PROCESSES = 4;
const AT_ONCE = 64;
const ASK_EVERY_MS = 50;

export interface RestartMeasurement {
  /** From the signal until the server was ready again, seconds. */
  awaySec: number;
  /** From the signal until the last agent was back, seconds. */
  allBackSec: number;
  /** Commands that an agent was sent twice. */
  repeated: number;
  commands: number;
  /** The longest that GET /status took from when the server was ready until all were back, milliseconds. */
  slowestMs: number;
}

/**
 * Ends a server with agents connected, starts it again, and gives commands before, meanwhile and after.
 * @throws Error where a command does not reach an agent or a response is not stored
 */
export async function restart(server: SkeinServer, agents: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<RestartMeasurement> {
  const { url } = server;
  const crowd = new Crowd(url, PROCESSES);
  try {
    await crowd.growTo(agents, AT_ONCE);
    await crowd.respondFromNowOn(AT_ONCE);
    let orders = 1;
    await sendToAll(url);
    const signalled = nowMs();
    await server.restart(signal);
    const ready = nowMs();
    let slowestMs = 0;
    let back = false;
    const asking = (async () => {
      while (!back) {
        const asked = performance.now();
        await fleetStatus(url);
        slowestMs = Math.max(slowestMs, performance.now() - asked);
        await delay(ASK_EVERY_MS);
      }
    })();
    await sendToAll(url);
    orders += 1;
    await eventually('all agents are back', async () => (await crowd.census()).connected === agents);
    back = true;
    await asking;
    await sendToAll(url);
    orders += 1;
    const commands = orders * agents;
    await eventually('all commands are executed', async () => {
      const { executed_commands, queued_commands } = await fleetStatus(url);
      return executed_commands === commands && queued_commands === 0;
    });
    const census = await crowd.census();
    if (census.commands !== commands) throw new Error(`Of ${commands} commands ${census.commands} have arrived.`);
    return {
      awaySec: (ready - signalled) / 1000,
      allBackSec: (Math.max(...census.connectedAtMs) - signalled) / 1000,
      repeated: census.repeated,
      commands,
      slowestMs,
    };
  } finally {
    crowd.leave();
  }
}
