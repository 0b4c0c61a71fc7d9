import { at } from '@skein/problem';
import { fieldsOf, type InputClass } from '../../request/fields/field.js';
import { FlowInput } from '../../request/inputs/flow.input.js';
import { LinkInput } from '../../request/inputs/link.input.js';
import { NodeInput } from '../../request/inputs/node.input.js';
import { isObject } from '../../request/reading/examine.js';
import { given } from '../../request/rules/sent.js';
import type { RequestedOperation } from './inputs/members.js';

type Members = Readonly<Record<string, unknown>>;
type Thing = 'node' | 'link' | 'flow';

/** An operation in its documented spelling. */
export interface Spelled {
  value: Members;
  /** Where a place in `value` was sent. Both are relative to the operation. */
  sentAt: (pointer: string) => string;
}

/** Operations that describe a new thing: documented is a member of its name, `link: {from, to}`. */
const DESCRIBES: Partial<Record<RequestedOperation, readonly [Thing, InputClass]>> = {
  add_router: ['node', NodeInput],
  add_link: ['link', LinkInput],
  add_flow: ['flow', FlowInput],
};

/** Operations that name a thing: documented is its id beside the operation, `link_id`. */
const NAMES: Partial<Record<RequestedOperation, Thing>> = {
  remove_router: 'node',
  fail_router: 'node',
  restore_router: 'node',
  remove_link: 'link',
  update_link: 'link',
  fail_link: 'link',
  restore_link: 'link',
  update_flow: 'flow',
  stop_flow: 'flow',
};

/**
 * Clients mix up where a thing stands by its name, its id or its members. Each operation therefore accepts both spellings: a new thing may be described beside the
 * operation, and a thing that exists may be named by a member of its name. If a body uses both at once, it is left as it is, and the second one is reported as unknown.
 */
export function documentedSpelling(operation: RequestedOperation, sent: Members): Spelled {
  const described = DESCRIBES[operation];
  const named = NAMES[operation];
  const moves = described ? describedMoves(...described, sent) : named ? namedMoves(named, sent) : [];
  if (moves.length === 0) return { value: sent, sentAt: (pointer) => pointer };
  return { value: moved(sent, moves, described?.[0]), sentAt: sentAt(moves, described?.[0]) };
}

/** A member that goes to another place: paths of names, one or two long. */
interface Move {
  from: readonly [string, string?];
  to: readonly [string, string?];
  value: unknown;
}

function describedMoves(thing: Thing, input: InputClass, sent: Members): Move[] {
  const nested = sent[thing];
  const id = `${thing}_id`;
  if (isObject(nested)) {
    if (!given(nested[id]) || given(nested.id)) return [];
    return Object.entries(nested).map(([name, value]) => ({ from: [thing, name], to: [thing, name === id ? 'id' : name], value }));
  }
  if (given(nested)) return [];
  const flat = Object.entries(sent).filter(([name]) => name !== 'operation' && name !== thing);
  const fields = fieldsOf(input);
  if (!flat.some(([name]) => name === id || fields.has(name))) return [];
  const renamed = !given(sent.id);
  return flat.map(([name, value]) => ({ from: [name], to: [thing, name === id && renamed ? 'id' : name], value }));
}

function namedMoves(thing: Thing, sent: Members): Move[] {
  const nested = sent[thing];
  const id = `${thing}_id`;
  if (!given(nested) || given(sent[id])) return [];
  if (!isObject(nested)) return [{ from: [thing], to: [id], value: nested }];
  const moves = Object.entries(nested).map(([name, value]): Move => ({ from: [thing, name], to: [name === 'id' ? id : name], value }));
  return moves.some(({ to: [name] }) => given(sent[name])) ? [] : moves;
}

function moved(sent: Members, moves: readonly Move[], into: Thing | undefined): Members {
  const leaving = new Set(moves.map(({ from: [name] }) => name));
  const rest = Object.entries(sent).filter(([name]) => !leaving.has(name));
  // As entries: a member may be called __proto__.
  if (into === undefined) return Object.fromEntries([...rest, ...moves.map(({ to: [name], value }): [string, unknown] => [name, value])]);
  const inside = moves.map(({ to: [, name], value }): [string, unknown] => [name!, value]);
  return Object.fromEntries([...rest.filter(([name]) => name !== into), [into, Object.fromEntries(inside)]]);
}

function sentAt(moves: readonly Move[], into: Thing | undefined): (pointer: string) => string {
  const places = new Map(moves.map(({ from, to }) => [pointerOf(to), pointerOf(from)]));
  const flat = moves.every(({ from }) => from.length === 1);
  if (into !== undefined && flat) places.set(at('', into), '');
  return (pointer) => {
    const [, first = '', second = ''] = /^(\/[^/]*)(\/[^/]*)?/.exec(pointer) ?? [];
    for (const to of [first + second, first]) {
      const place = places.get(to);
      if (place !== undefined) return place + pointer.slice(to.length);
    }
    return pointer;
  };
}

function pointerOf([first, second]: readonly [string, string?]): string {
  const pointer = at('', first);
  return second === undefined ? pointer : at(pointer, second);
}
