import type { ListQuery } from '@skein/simulation';
import type { Statement } from '../database/statement.js';
import { jsonbText, wellFormed } from '../stores/parameters.js';
import { pageOf } from './list-simulations.js';

export function isFiltered({ labels, name }: ListQuery): boolean {
  return (name ?? null) !== null || (labels !== undefined && Object.keys(labels).length > 0);
}

/**
 * A page of simulations with certain labels, or names. Such statements have no name: which plan is good depends on the values. A label that few simulations have is looked up in its
 * index; for one that most have, the newest are read until the page is full. The conditions on what is empty are those of the indexes.
 */
export function filteredList({ status, labels = {}, name = null, after, limit }: ListQuery): { statement: Statement; values: unknown[] } {
  const values: unknown[] = [limit];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (Object.keys(labels).length > 0) conditions.push(`labels <> '{}' AND labels @> ${place(jsonbText(labels))}::jsonb`);
  if (name) conditions.push(`name IS NOT NULL AND ${nameCondition(name, place)}`);
  if (status !== null) conditions.push(`status = ${place(status)}`);
  if (after) conditions.push(`(created_at, sim_id) < (${place(after.createdAt)}::timestamptz, ${place(after.simId)}::uuid)`);
  return { statement: { text: pageOf(conditions.join(' AND ')) }, values };
}

function nameCondition(name: NonNullable<ListQuery['name']>, place: (value: unknown) => string): string {
  if ('is' in name) return `name = ${place(wellFormed(name.is))}`;
  const pattern = wellFormed(name.startsWith).replace(/[\\%_]/g, (character) => `\\${character}`);
  return `name LIKE ${place(`${pattern}%`)}`;
}
