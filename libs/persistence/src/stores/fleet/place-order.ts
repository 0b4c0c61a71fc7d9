import type { Order, OrderOutcome, Sender, Targets } from '@skein/fleet';
import type { Database } from '../../database/database.js';
import { FIND_ORDER, ORDER_COMMANDS } from '../../sql/fleet/order-commands.js';
import { LIGHT_BYTES } from '../../sql/fleet/weights.js';
import { jsonbText } from '../parameters.js';

const AT_ONCE_BYTES = 1024 * 1024;

/** Puts an order into the queues of its targets, or finds what the same request has led to before. */
export async function placeOrder(database: Database, order: Order, sender: Sender, acknowledgeSec: number): Promise<OrderOutcome> {
  const { batchId, requestId, fingerprint, command, args, ttlSec, timeoutSec } = order;
  const [statement, targets] = aim(order.targets);
  const json = args === null ? null : JSON.stringify(args);
  const said = [batchId, requestId, fingerprint, command, json, ttlSec, timeoutSec, acknowledgeSec];
  const bytes = json === null ? 0 : Buffer.byteLength(json);
  const rows = await database.rows<PlacedRow | FullRow>(statement, [
    targets,
    ...said,
    sender.replica,
    sender.held,
    bytes,
    mayGoAtOnce(order.targets, bytes),
    order.mostQueued,
  ]);
  const full = rows.filter(isFull).map(({ agent_id }) => agent_id);
  if (rows.length === full.length) {
    const before = await madeBefore(database, order);
    return before.repeated ? before : { ...before, full };
  }
  const outcome: OrderOutcome = { batchId, fingerprint, repeated: false, placed: [], full, dispatches: [], elsewhere: [] };
  for (const row of rows) {
    if (isFull(row)) continue;
    const { command_id: commandId, agent_id: agentId, seq, epoch, direct, connected, replica } = row;
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
    full: [],
    dispatches: [],
    elsewhere: [],
  };
}

/** What is written to sockets at once, for every target, is not bounded by a claim. */
function mayGoAtOnce(targets: Targets, bytes: number): boolean {
  return bytes <= LIGHT_BYTES || ('ids' in targets && bytes * targets.ids.length <= AT_ONCE_BYTES);
}

function isFull(row: PlacedRow | FullRow): row is FullRow {
  return row.command_id === null;
}

function aim(targets: Targets) {
  if ('ids' in targets) return [ORDER_COMMANDS.ids, targets.ids] as const;
  if ('labels' in targets) return [ORDER_COMMANDS.labels, jsonbText(targets.labels)] as const;
  return [ORDER_COMMANDS.all, null] as const;
}

/** An agent for whom as many commands wait as may wait. */
interface FullRow {
  command_id: null;
  agent_id: string;
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
