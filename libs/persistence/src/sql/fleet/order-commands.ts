import type { Statement } from '../../database/statement.js';

/**
 * One command for many agents, in one statement however many they are. To an agent that is connected to the server that asks ($10), may be sent
 * commands and waits for no earlier one, the command counts as sent, so that it need not be claimed in a second statement: with 4 000 agents
 * that is half of the time. Heavy arguments ($12: bytes, $13: whether they may go at once) are left to claims, which bound what is sent. Agents for whom $14 commands wait
 * already get none; they are in the answer without a command. A request id that is taken gives no others.
 *
 * Ids begin with the time (UUID version 7): random ones would touch as many pages of the index as there are commands.
 */
const order = (name: string, condition: string): Statement => ({
  name,
  text: `
    WITH target AS MATERIALIZED (
      SELECT p.agent_id, p.epoch, p.replica, p.protocol IS NOT NULL AS acknowledges,
        p.ready AND coalesce(r.lease_until > clock_timestamp(), false) AS connected,
        $13::boolean AND p.ready AND coalesce(p.replica = $10, false) AND p.agent_id <> ALL ($11::text[])
          AND NOT EXISTS (SELECT FROM agent_commands q WHERE q.agent_id = p.agent_id AND q.state = 'queued') AS direct,
        EXISTS (SELECT FROM agent_commands q WHERE q.agent_id = p.agent_id AND q.state = 'queued' OFFSET $14 - 1) AS is_full
      FROM agents a JOIN agent_presence p USING (agent_id) LEFT JOIN fleet_replicas r USING (replica)
      WHERE ${condition}
    ), batch AS (
      INSERT INTO command_batches (batch_id, request_id, fingerprint, command, args, bytes)
      SELECT $2::uuid, $3::text, $4::text, $5::text, $6::json, $12::integer WHERE EXISTS (SELECT FROM target WHERE NOT is_full)
      ON CONFLICT (request_id) DO NOTHING
      RETURNING batch_id, created_at, created_at + make_interval(secs => $7) AS expires_at,
        substring(int8send((extract(epoch FROM created_at) * 1000)::bigint) FROM 3) AS prefix
    ), command AS (
      INSERT INTO agent_commands (command_id, agent_id, batch_id, state, epoch, acknowledges, timeout_sec, expires_at, due_at, sent_at)
      SELECT
        encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING prefix FROM 1), 52, 1), 53, 1), 'hex')::uuid,
        agent_id, batch_id,
        CASE WHEN direct THEN 'sent' ELSE 'queued' END,
        CASE WHEN direct THEN epoch END,
        direct AND acknowledges,
        $8::double precision,
        expires_at,
        CASE WHEN NOT direct THEN expires_at
          WHEN acknowledges THEN created_at + make_interval(secs => $9)
          ELSE created_at + make_interval(secs => $8) END,
        CASE WHEN direct THEN created_at END
      FROM target, batch WHERE NOT is_full
      RETURNING command_id, agent_id, seq, state, epoch
    )
    SELECT c.command_id, c.agent_id, c.seq, c.state = 'sent' AS direct, c.epoch, t.connected, t.replica
    FROM command c JOIN target t USING (agent_id)
    UNION ALL SELECT NULL, agent_id, NULL, false, NULL, connected, replica FROM target WHERE is_full`,
});

export const ORDER_COMMANDS = {
  ids: order('order_commands_ids', 'a.agent_id = ANY ($1::text[])'),
  labels: order('order_commands_labels', 'a.labels @> $1::jsonb'),
  all: order('order_commands_all', '$1::text IS NULL'),
};

/** What a request of before has led to. */
export const FIND_ORDER: Statement = {
  name: 'find_order',
  text: `
    SELECT b.batch_id, b.fingerprint, c.command_id, c.agent_id, c.sent_at IS NOT NULL AS connected
    FROM command_batches b JOIN agent_commands c USING (batch_id)
    WHERE b.request_id = $1 ORDER BY c.seq`,
};
