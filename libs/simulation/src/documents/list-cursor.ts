import { DomainError } from '@skein/problem';
import type { ListCursor } from '../ports/simulation-store.js';

/** Opaque to clients: base64url of `[created_at, sim_id]`. */
export function encodeCursor(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify([cursor.createdAt.toISOString(), cursor.simId])).toString('base64url');
}

/** @throws DomainError `validation_failed` for what `encodeCursor` did not make. */
export function decodeCursor(text: string): ListCursor {
  const [createdAt, simId] = parse(text);
  const date = typeof createdAt === 'string' ? new Date(createdAt) : new Date(NaN);
  if (!Number.isNaN(date.getTime()) && typeof simId === 'string' && isSimId(simId)) return { createdAt: date, simId };
  throw new DomainError('validation_failed', 'The cursor is not one that Skein gave.', [
    { pointer: '/cursor', message: 'Use next_cursor of the page before, as it stands, or leave it out.', value: text.slice(0, 200) },
  ]);
}

/** Simulation ids are UUIDs; what is none is unknown without asking the database. */
export function isSimId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
