import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '../http/connection.js';

/** The answer of an agent to a command. */
export interface Response {
  agentId: string;
  commandId: string;
}

const PAUSE_MS = 100;

/** Answers commands over a few connections, one request at a time on each; what the server does not take is said again. */
export class Responder {
  private readonly waiting: Response[] = [];
  private idle: (() => void)[] = [];
  stored = 0;

  constructor(
    private readonly url: URL,
    connections: number,
  ) {
    for (let i = 0; i < connections; i++) void this.work();
  }

  add(response: Response): void {
    this.waiting.push(response);
    this.idle.pop()?.();
  }

  private async work(): Promise<never> {
    const { hostname, port, host } = this.url;
    let wire: Connection | null = null;
    for (;;) {
      const response = this.waiting.shift();
      if (response === undefined) {
        await new Promise<void>((resolve) => this.idle.push(resolve));
        continue;
      }
      const { agentId, commandId } = response;
      try {
        wire ??= await Connection.open(hostname, Number(port));
        const { status } = await wire.ask(
          Buffer.from(`POST /responses/${agentId}/${commandId}?result=ok HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`),
        );
        if (status === 200) {
          this.stored += 1;
          continue;
        }
      } catch {
        wire?.close();
        wire = null;
      }
      this.add(response);
      await delay(PAUSE_MS);
    }
  }
}
