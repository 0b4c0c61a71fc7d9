import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSkein, type Skein } from '@skein/client';
import { type Balancer } from '../support/balancer.js';
import type { BaseImages } from './base-images.js';
import type { Engine } from './engine.js';

export type Service = 'postgres' | 'server' | 'agent';

/** The stack of docker-compose.yml, under a project name, secrets and ports of its own, on loopback. */
export class Stack {
  readonly token = randomBytes(16).toString('hex');
  private readonly project = `skein-test-${randomBytes(3).toString('hex')}`;
  private readonly environment: NodeJS.ProcessEnv;

  constructor(
    readonly engine: Engine,
    images: BaseImages,
  ) {
    this.environment = {
      ...images,
      POSTGRES_PASSWORD: randomBytes(16).toString('hex'),
      SKEIN_API_TOKEN: this.token,
      SKEIN_ENROLMENT_TOKEN: randomBytes(16).toString('hex'),
      SKEIN_PUBLISH: '127.0.0.1:18000-18009',
      LOG_LEVEL: 'warn',
    };
  }

  /** What the example says, but for what is set above. */
  compose(...args: string[]): Promise<string> {
    return this.engine.compose(['-p', this.project, '--env-file', '.env.example', ...args], this.environment);
  }

  /** So many of each are up afterwards; those that there are already stay as they are. */
  async scale(servers: number, agents: number): Promise<void> {
    await this.compose('up', '-d', '--no-build', '--no-recreate', '--scale', `server=${servers}`, '--scale', `agent=${agents}`);
  }

  /** The containers of a service that run. */
  async containers(service: Service): Promise<string[]> {
    const filters = [`project=${this.project}`, `service=${service}`].flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]);
    return (await this.engine.docker('ps', '-q', ...filters)).split('\n').filter(Boolean);
  }

  /** Where the servers that run are reached. */
  async servers(): Promise<string[]> {
    const ports = (await this.containers('server')).map((id) => this.engine.docker('port', id, '8000/tcp'));
    return (await Promise.all(ports)).map((address) => `http://${address.split('\n')[0]}`);
  }

  /** A client that goes to any of the servers there are now, as an ingress would lead it. */
  async client(balancer: Balancer): Promise<Skein> {
    for (const url of await this.servers()) balancer.add(url);
    return createSkein({ baseUrl: balancer.url, token: this.token, retry: { retries: 20 } });
  }

  /** How many agents are connected, as any server says. */
  async connectedAgents(): Promise<number> {
    const [server = ''] = await this.servers();
    const response = await fetch(`${server}/agents`, { headers: { authorization: `Bearer ${this.token}` } }).catch(() => null);
    const agents = response?.ok ? ((await response.json()) as Array<{ connected: boolean }>) : [];
    return agents.filter(({ connected }) => connected).length;
  }

  /** Processor time that a container's processes have had, in seconds, and the memory that its first one holds, in megabytes. */
  async usage(container: string): Promise<{ cpuSec: number; rssMb: number }> {
    const pid = await this.engine.docker('inspect', '-f', '{{.State.Pid}}', container);
    // The image's init is the first process; the server is its child.
    const child = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')[0] || pid;
    const fields = (await readFile(`/proc/${child}/stat`, 'utf8')).split(') ')[1].split(' ');
    const resident = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child}/status`, 'utf8'))?.[1];
    return { cpuSec: (Number(fields[11]) + Number(fields[12])) / 100, rssMb: Number(resident) / 1024 };
  }

  async down(): Promise<void> {
    await this.compose('--profile', 'client', 'down', '--volumes', '--remove-orphans', '--timeout', '20');
  }
}
