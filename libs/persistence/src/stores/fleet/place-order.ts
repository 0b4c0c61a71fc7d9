import type { Order, OrderOutcome, Sender, Targets } from '@skein/fleet';
import type { Database } from '../../database/database.js';
import { FIND_ORDER, ORDER_COMMANDS } from '../../sql/fleet/order-commands.js';
import { jsonbText } from '../parameters.js';

/** Puts an order into the queues of its targets, or finds what the same request has led to before. */
export async function placeOrder(database: Database, order: Order, sender: Sender, acknowledgeSec: number): Promise<OrderOutcome> {
  const { batchId, requestId, fingerprint, command, args, ttlSec, timeoutSec } = order;
  const [statement, targets] = aim(order.targets);
  const json = args === null ? null : JSON.stringify(args);
  const said = [batchId, requestId, fingerprint, command, json, ttlSec, timeoutSec, acknowledgeSec];
  const rows = await database.rows<PlacedRow>(statement, [targets, ...said, sender.replica, sender.held]);
  if (rows.length === 0) return madeBefore(database, order);
  const outcome: OrderOutcome = { batchId, fingerprint, repeated: false, placed: [], dispatches: [], elsewhere: [] };
  for (const { command_id: commandId, agent_id: agentId, seq, epoch, direct, connected, replica } of rows) {
    outcome.placed.push({ commandId, agentId, connected });
    if (direct)
      outcome.dispatches.push({ commandId, agentId, seq: Number(seq), epoch: Number(epoch), command, args, timeoutSec, waitedSec: 0 });
    else if (replica !== null) outcome.elsewhere.push({ replica, agentId });
  }
  return outcome;
}

async function madeBefore(database: Database, { batchId, requestId, fingerprint }: Order): Promise<OrderOutcome> {
  const rows = await database.rows<BeforeRow>(FIND_ORDER, [requestId]);
  return {
    batchId: rows[0]?.batch_id ?? batchId,
    fingerprint: rows[0]?.fingerprint ?? fingerprint,
    repeated: rows.length > 0,
    placed: rows.map(({ command_id, agent_id, connected }) => ({ commandId: command_id, agentId: agent_id, connected })),
    dispatches: [],
    elsewhere: [],
  };
}

function aim(targets: Targets) {
  if ('ids' in targets) return [ORDER_COMMANDS.ids, targets.ids] as const;
  if ('labels' in targets) return [ORDER_COMMANDS.labels, jsonbText(targets.labels)] as const;
  return [ORDER_COMMANDS.all, null] as const;
}

interface PlacedRow {
  command_id: string;
  agent_id: string;
  seq: string;
  epoch: string | null;
  direct: boolean;
  connected: boolean;
  replica: string | null;
}

interface BeforeRow {
  batch_id: string;
  fingerprint: string;
  command_id: string;
  agent_id: string;
  connected: boolean;
}
