import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from '@jest/globals';
import { TestAgent } from '../support/agent.js';
import { ScriptedServer } from './scripted-server.js';

/** What an agent meets: a server, and a data directory of its own. */
export class Scene {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'skein-agent-'));
  private readonly agents: TestAgent[] = [];

  private constructor(public server: ScriptedServer) {}

  static async open(): Promise<Scene> {
    return new Scene(await ScriptedServer.listen());
  }

  readonly start = (...args: string[]): TestAgent => this.startAs('a', this.directory, ...args);

  startAs(id: string, directory: string, ...args: string[]): TestAgent {
    const agent = TestAgent.start(this.server.url, directory, id, ...args);
    this.agents.push(agent);
    return agent;
  }

  async close(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.kill()));
    await this.server.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** With others at once, as a rule: an agent waits more than it works. */
export function inScene(name: string, test: (scene: Scene) => Promise<void>, run: typeof it.concurrent = it.concurrent): void {
  run(name, async () => {
    const scene = await Scene.open();
    try {
      await test(scene);
    } finally {
      await scene.close();
    }
  });
}
