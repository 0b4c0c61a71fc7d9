import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface FleetStatus {
  total_agents: number;
  connected_agents: number;
  queued_commands: number;
  executed_commands: number;
  connected_ids: string[];
}

const PAUSE_MS = 50;
const PATIENCE_MS = 120_000;

/** Gives one command to all agents there are. @throws Error unless it is accepted */
export async function sendToAll(url: string): Promise<void> {
  const answer = await fetch(`${url}/commands/send_to_all?command=status`, { method: 'POST' });
  if (!answer.ok) throw new Error(`POST /commands/send_to_all: ${answer.status} ${await answer.text()}`);
  await answer.text();
}

export async function fleetStatus(url: string): Promise<FleetStatus> {
  const answer = await fetch(`${url}/status`);
  if (!answer.ok) throw new Error(`GET /status: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as FleetStatus;
}

/** @throws Error where it does not come about in two minutes */
export async function eventually(what: string, came: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await came())) {
    if (performance.now() > deadline) throw new Error(`It did not come about: ${what}`);
    await delay(PAUSE_MS);
  }
}

/** Resident memory of a process of this machine, KB. */
export function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
