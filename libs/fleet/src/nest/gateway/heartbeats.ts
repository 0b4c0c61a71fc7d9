import type { Connection } from './connection.js';

/** Connections are looked at in so many groups, one after the other, so that thousands of pings do not go out at once. */
const GROUPS = 15;

/** Pings every connection once in a heartbeat, and ends those that were silent for two. One timer serves all of them. */
export class Heartbeats {
  private readonly groups = Array.from({ length: GROUPS }, () => new Set<Connection>());
  private readonly groupOf = new WeakMap<Connection, Set<Connection>>();
  private timer: NodeJS.Timeout | undefined;
  private next = 0;
  private turn = 0;
  private beatMs = 0;
  private sinceMs = 0;

  constructor(
    private readonly heartbeatSec: number,
    private readonly silent: (connection: Connection) => void,
  ) {}

  start(): void {
    this.beatMs = performance.now();
    this.timer = setInterval(() => this.beat(performance.now()), (this.heartbeatSec * 1000) / GROUPS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  add(connection: Connection): void {
    const group = this.groups[this.next++ % GROUPS];
    group.add(connection);
    this.groupOf.set(connection, group);
  }

  remove(connection: Connection): void {
    this.groupOf.get(connection)?.delete(connection);
  }

  private beat(nowMs: number): void {
    // While this process was held up, nobody was asked, and nobody heard: their silence counts from here.
    if (nowMs - this.beatMs > 1000 * this.heartbeatSec) this.sinceMs = nowMs;
    this.beatMs = nowMs;
    for (const connection of this.groups[this.turn++ % GROUPS]) {
      if (connection.isPaused) connection.heard(nowMs);
      if (nowMs - Math.max(this.sinceMs, connection.heardAtMs) > 2000 * this.heartbeatSec) this.silent(connection);
      else ping(connection, nowMs);
    }
  }
}

/** Whoever has said no `hello` is pinged below the messages: every WebSocket library answers that by itself. */
function ping(connection: Connection, nowMs: number): void {
  if (connection.session.speaks) connection.send({ type: 'ping', ts: nowMs });
  else if (connection.socket.readyState === connection.socket.OPEN) connection.socket.ping(String(nowMs), false, () => undefined);
}
