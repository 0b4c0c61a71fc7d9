import type { FleetNotice } from '@skein/fleet';

/** PostgreSQL takes less than 8000 bytes. */
const MOST_BYTES = 7_000;

/** Both notices in one. */
export function merged(one: FleetNotice | undefined, other: FleetNotice): FleetNotice {
  if (one === undefined) return other;
  return {
    send: both(one.send, other.send),
    displaced: both(one.displaced, other.displaced),
    cancel: one.cancel === true || other.cancel === true,
  };
}

/** Ids only, and where these would be too many, `*`. */
export function payloadOf({ send, displaced, cancel }: FleetNotice): string {
  const text = JSON.stringify({ send: unique(send), displaced: unique(displaced), cancel });
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  return JSON.stringify({ send: send && '*', displaced: displaced && '*', cancel });
}

type Ids = FleetNotice['send'];

function both(one: Ids, other: Ids): Ids {
  if (one === '*' || other === '*') return '*';
  return one || other ? [...(one ?? []), ...(other ?? [])] : undefined;
}

function unique(ids: Ids): Ids {
  return ids === undefined || ids === '*' ? ids : [...new Set(ids)];
}
