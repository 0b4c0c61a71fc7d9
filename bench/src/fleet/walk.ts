import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../report/quantile.js';
import { progress } from '../report/publish.js';
import { nowMs } from './clock.js';
import { Crowd } from './crowd.js';
import { eventually, fleetStatus, residentKb, sendToAll } from './target.js';

/** Numbers of agents with which fan-out is measured, in ascending order. */
export const FAN_OUT = [1_000, 4_000] as const;
const PROCESSES = 4;
/** Registrations and handshakes under way at once, and likewise responses. */
const AT_ONCE = 64;
const FAN_OUTS = 8;
const RESPONSES = 16_000;
/** Until memory that was used only while they connected is given back. */
const SETTLE_MS = 3_000;

export interface FleetMeasurement {
  connectsPerSec: number;
  /** Milliseconds from the request, by the number of agents; each a median or a quantile of one `send_to_all`. */
  fanOuts: { agents: number; p50Ms: number; p99Ms: number }[];
  responsesPerSec: number;
  /** By the number of agents. */
  kbEach: { agents: number; kb: number }[];
}

/** Connects more and more agents to a server that has none, and has them obey and answer. @param pid of the server, where memory is to be measured */
export async function walk(url: string, most: number, pid: number | null): Promise<FleetMeasurement> {
  const crowd = new Crowd(url, PROCESSES);
  try {
    const before = (await fleetStatus(url)).connected_agents;
    const idleKb = pid === null ? 0 : residentKb(pid);
    const measured: FleetMeasurement = { connectsPerSec: 0, fanOuts: [], responsesPerSec: 0, kbEach: [] };
    let connectingMs = 0;
    const growTo = async (agents: number): Promise<void> => {
      const began = nowMs();
      await crowd.growTo(agents, AT_ONCE);
      connectingMs += nowMs() - began;
      const { connected_agents: there } = await fleetStatus(url);
      if (there - before !== agents) throw new Error(`${there - before} of ${agents} agents are said to be connected.`);
      if (pid === null) return;
      await delay(SETTLE_MS);
      measured.kbEach.push({ agents, kb: (residentKb(pid) - idleKb) / agents });
    };
    for (const agents of FAN_OUT) {
      await growTo(agents);
      for (let time = 0; time < FAN_OUTS; time++) measured.fanOuts.push({ agents, ...(await fanOut(url, crowd)) });
    }
    measured.connectsPerSec = (crowd.size / connectingMs) * 1000;
    measured.responsesPerSec = await responses(crowd);
    if (most > crowd.size) await growTo(most);
    return measured;
  } finally {
    crowd.leave();
  }
}

async function fanOut(url: string, crowd: Crowd): Promise<{ p50Ms: number; p99Ms: number }> {
  const arrivals = crowd.arrivals();
  // So that every process expects them before the first can arrive.
  await crowd.census();
  const began = nowMs();
  await sendToAll(url);
  const milliseconds = (await arrivals).map((atMs) => atMs - began).sort((one, other) => one - other);
  return { p50Ms: quantile(milliseconds, 0.5), p99Ms: quantile(milliseconds, 0.99) };
}

async function responses(crowd: Crowd): Promise<number> {
  const began = nowMs();
  await crowd.respond(AT_ONCE, RESPONSES);
  await eventually('all responses are stored', async () => (await crowd.census()).stored >= RESPONSES);
  const perSec = (RESPONSES / (nowMs() - began)) * 1000;
  progress(`${perSec.toFixed(0)} responses a second`);
  return perSec;
}
