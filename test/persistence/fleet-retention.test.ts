import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { AgentStore, CommandStore } from '@skein/fleet';
import { PersistenceModule } from '@skein/persistence';
import { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../support/database.js';

type App = Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;
const AGE_SEC = 3600;
const SENDER = { replica: 'nobody', held: [] };

let database: TestDatabase;
let app: App;

beforeAll(async () => {
  database = await createDatabase();
  const module = PersistenceModule.forRoot({ databaseUrl: database.url, dataDir: '' });
  app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

/** A command for an agent of that name, given two hours ago. @returns its batch and its id */
async function given(agentId: string): Promise<{ batchId: string; commandId: string }> {
  await app.get(AgentStore).register({ agentId, name: agentId });
  const said = { command: 'echo', args: null, ttlSec: null, timeoutSec: null, fingerprint: '', mostQueued: 100 };
  const order = { ...said, batchId: randomUUID(), requestId: randomUUID(), targets: { ids: [agentId] } };
  const { placed } = await app.get(CommandStore).order(order, SENDER);
  await app
    .get(DataSource)
    .query(`UPDATE command_batches SET created_at = created_at - interval '2 hours' WHERE batch_id = $1`, [order.batchId]);
  return { batchId: order.batchId, commandId: placed[0].commandId };
}

it('forgets old commands that have ended, or whose agent is gone, and no others', async () => {
  const commands = app.get(CommandStore);
  const [open, ended, orphaned] = [await given('stays'), await given('stays'), await given('goes')];
  await commands.record({ agentId: 'stays', commandId: ended.commandId, state: 'succeeded', result: '' });
  // As where it was deleted while the order was being written.
  await app.get(DataSource).query(`DELETE FROM agents WHERE agent_id = 'goes'`);
  expect(await commands.forgetEnded(AGE_SEC, 100)).toBe(2);
  expect(await commands.batch(open.batchId)).toMatchObject({ states: { queued: 1 } });
  for (const { batchId, commandId } of [ended, orphaned]) {
    expect(await commands.batch(batchId)).toBeNull();
    expect(await commands.find(commandId)).toBeNull();
  }
});
