import { readdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../support/http.js';
import type { TestServer } from '../support/server.js';

const PROBE_EVERY_MS = 50;

/** What Linux accounts for the first thread of a process: how long it ran, and how long it waited for a processor, in milliseconds. */
async function accountOf(pid: number): Promise<{ ranMs: number; waitedMs: number }> {
  const [ranNs, waitedNs] = (await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')).split(' ').map(Number);
  return { ranMs: ranNs / 1e6, waitedMs: waitedNs / 1e6 };
}

/**
 * CPU time of the thread that serves HTTP, in milliseconds: the first thread of the process, as Linux accounts for it. Unlike the time on a clock, it does
 * not depend on what else the machine does.
 */
export async function httpThreadMs({ pid }: TestServer): Promise<number> {
  return (await accountOf(pid)).ranMs;
}

/** The most memory that the process has held since `forgetPeak`, in bytes. */
export async function peakBytes({ pid }: TestServer): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

export async function forgetPeak({ pid }: TestServer): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** Sockets, files and pipes that the process has open. */
export async function openDescriptors({ pid }: TestServer): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** What something cost the server. */
export interface Cost {
  httpThreadMs: number;
  /** The peak of the server's memory above what it had held before. */
  grownBytes: number;
}

/** Carries out work and tells what it cost the server. */
export async function costOf(server: TestServer, work: () => Promise<void>): Promise<Cost> {
  await forgetPeak(server);
  const [beforeMs, beforeBytes] = await Promise.all([httpThreadMs(server), peakBytes(server)]);
  await work();
  const [afterMs, afterBytes] = await Promise.all([httpThreadMs(server), peakBytes(server)]);
  return { httpThreadMs: afterMs - beforeMs, grownBytes: Math.max(0, afterBytes - beforeBytes) };
}

/**
 * Asks `/healthz` all the time, as a supervisor does, and keeps how long each answer took. What the server and the test waited for a processor, which others
 * had, is left out.
 */
export class Pulse {
  private readonly tookMs: number[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(private readonly server: TestServer) {
    this.running = this.beat();
  }

  /** Milliseconds below which 99 of 100 answers came. */
  async stop(): Promise<number> {
    this.stopped = true;
    await this.running;
    const sorted = this.tookMs.sort((a, b) => a - b);
    return sorted[Math.floor(0.99 * (sorted.length - 1))];
  }

  private async waitedMs(): Promise<number> {
    const accounts = await Promise.all([this.server.pid, process.pid].map(accountOf));
    return accounts.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
  }

  private async beat(): Promise<void> {
    while (!this.stopped) {
      const [before, beganMs] = [await this.waitedMs(), performance.now()];
      const { status } = await ask(`${this.server.url}/healthz`);
      if (status !== 200) throw new Error(`/healthz answered ${status}`);
      const tookMs = performance.now() - beganMs;
      this.tookMs.push(tookMs - ((await this.waitedMs()) - before));
      await delay(PROBE_EVERY_MS);
    }
  }
}
