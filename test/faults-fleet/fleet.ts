import { setTimeout as delay } from 'node:timers/promises';
import type { Member } from '../faults/cluster.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Forwarder } from '../support/forwarder.js';
import { TestServer } from '../support/server.js';

/** So that half-open connections are noticed within seconds. */
const HEARTBEAT_SEC = 1;
const MOST_STARTS = 3;

/** Several servers on one database, each with a way of its own to it, and agents that reach one of them each. */
export class Fleet {
  readonly members: Member[] = [];
  /** Nothing is to be hoped from it any more. */
  lost = false;
  /** To which server the way of each agent leads. */
  private readonly links = new Map<Forwarder, Member>();

  private constructor(
    private readonly database: TestDatabase,
    private readonly print: (text: string) => void,
  ) {}

  static async start(size: number, print: (text: string) => void): Promise<Fleet> {
    const fleet = new Fleet(await createDatabase(), print);
    for (let i = 0; i < size; i++) await fleet.add(`server-${i + 1}`);
    return fleet;
  }

  async close(): Promise<void> {
    await Promise.all([...this.links.keys()].map((link) => link.close()));
    await Promise.all(this.members.map(({ server }) => server.stop()));
    await Promise.all(this.members.map(({ way }) => way.close()));
    await this.database.drop();
  }

  /** A way to a server, for one agent. */
  async link(member: Member): Promise<Forwarder> {
    const link = await Forwarder.listen();
    this.lead(link, member);
    return link;
  }

  /** From now on new connections of the agent arrive at this server. */
  lead(link: Forwarder, member: Member): void {
    this.links.set(link, member);
    link.to(portOf(member.server.url));
  }

  /** Another server in the place of one that is gone; started again, as by its supervisor, where the database goes away meanwhile. */
  async replace(member: Member): Promise<void> {
    for (let starts = 1; ; starts++) {
      try {
        member.server = await this.serve(member);
        break;
      } catch (error) {
        this.print(String(error));
        if (starts === MOST_STARTS) throw error;
      }
    }
    for (const [link, leadsTo] of this.links) if (leadsTo === member) this.lead(link, member);
  }

  /** For a while no server reaches the database. */
  async outage(lastsMs: number): Promise<void> {
    for (const { way } of this.members) {
      way.to(null);
      way.cut();
    }
    await delay(lastsMs);
    for (const { way } of this.members) way.to(portOf(this.database.url));
  }

  private async add(name: string): Promise<void> {
    const way = await Forwarder.listen();
    way.to(portOf(this.database.url));
    this.members.push({ name, way, server: await this.serve({ name, way }), processes: 1, taken: false, frozen: false });
  }

  private serve({ name, way }: Pick<Member, 'name' | 'way'>): Promise<TestServer> {
    const url = new URL(this.database.url);
    url.port = String(way.port);
    const environment = { DATABASE_URL: url.href, SKEIN_HEARTBEAT_SEC: String(HEARTBEAT_SEC) };
    return TestServer.start(environment, (text) => this.print(`${name}: ${text}`));
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
