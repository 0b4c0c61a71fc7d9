import { at } from '@skein/problem';

/** A member that an object names twice. */
export interface DuplicateMember {
  /** RFC 6901 pointer to it. */
  pointer: string;
  name: string;
}

/** How many members a parsed value has, at all depths. A name that came twice is there once. The depth must be bounded. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === 'object') members += countMembers(element);
    return members;
  }
  for (const name in value) {
    members += 1;
    const member = (value as Record<string, unknown>)[name];
    if (typeof member === 'object') members += countMembers(member);
  }
  return members;
}

const TOKEN = /[{}[\],]|"(?:[^"\\]|\\.)*"/gs;

/** One object or list that is open: its pointer, and either the names so far or the place in the list. */
interface Open {
  pointer: string;
  names: Set<string> | null;
  /** Name, or index, of the member that is being read. */
  member: string | number;
}

/**
 * Finds the first member that an object names twice. Only for text that is JSON, of which it is known that there is one: it takes many times as long as
 * parsing.
 */
export function findDuplicate(text: string): DuplicateMember | null {
  const open: Open[] = [];
  let expectsName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') {
      const pointer = inner === undefined ? '' : at(inner.pointer, inner.member);
      open.push({ pointer, names: token === '{' ? new Set() : null, member: 0 });
      expectsName = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      expectsName = false;
    } else if (token === ',') {
      if (inner && !inner.names) inner.member = Number(inner.member) + 1;
      expectsName = Boolean(inner?.names);
    } else if (expectsName && inner?.names) {
      const name = JSON.parse(token) as string;
      if (inner.names.has(name)) return { pointer: at(inner.pointer, name), name };
      inner.names.add(name);
      inner.member = name;
      expectsName = false;
    }
  }
  return null;
}
