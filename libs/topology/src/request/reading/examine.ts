import { at } from '@skein/problem';
import type { Limits } from '../../model/defaults.js';
import { checksOf } from '../fields/checks.js';
import { fieldsOf, type Field, type InputClass, type ListItems } from '../fields/field.js';
import { nearest } from './nearest.js';
import { memberAt } from './member-at.js';
import { inWords, quote } from '@skein/intake';
import type { Problems } from './problems.js';

/** Looks at types, ranges and names of everything in a request; how members go together is for the rules. */
export class Examination {
  constructor(
    private readonly problems: Problems,
    private readonly limits: Limits,
  ) {}

  /** @returns whether the value is an object at all */
  object(value: unknown, input: InputClass, pointer: string, shorthand?: string): boolean {
    if (!isObject(value)) {
      const accepted = shorthand === undefined ? inNames(input) : `its ${shorthand} as a string, or ${inNames(input)}`;
      const subject = pointer === '' ? 'The body' : 'This';
      this.problems.add(pointer, `${subject} must be ${accepted}, not ${inWords(value)}.`, { value, accepted });
      return false;
    }
    this.unknownMembers(value, input, pointer);
    for (const { field, accepts } of checksOf(input)) {
      const member = value[field.name];
      if (member === undefined || (member === null && !field.required)) {
        if (field.required) this.missing(field, pointer);
      } else if (!accepts(value, member)) this.refused(field, member, at(pointer, field.name));
      else if (field.object) this.element(member, field.object(), field, at(pointer, field.name));
      else if (field.items && Array.isArray(member)) this.list(member, field, field.items, at(pointer, field.name));
    }
    return true;
  }

  private list(list: unknown[], field: Field, items: ListItems, pointer: string): void {
    const most = typeof items.most === 'number' ? items.most : this.limits[items.most];
    if (list.length < items.least || list.length > most) {
      this.problems.add(pointer, `${field.name} must have ${items.least} to ${most} elements, not ${list.length}.`, {
        value: list,
        accepted: `${field.accepted}, ${items.least} to ${most} of them`,
      });
      return;
    }
    if (!items.of) return;
    const input = items.of();
    for (let index = 0; index < list.length; index++) this.element(list[index], input, items, at(pointer, index));
  }

  private element(value: unknown, input: InputClass, { shorthand }: { shorthand?: string }, pointer: string): void {
    if (shorthand === undefined || typeof value !== 'string') {
      this.object(value, input, pointer, shorthand);
      return;
    }
    const member = checksOf(input).find(({ field }) => field.name === shorthand);
    if (member && !member.accepts({ [shorthand]: value }, value)) this.refused(member.field, value, pointer);
  }

  private unknownMembers(value: object, input: InputClass, pointer: string): void {
    const known = fieldsOf(input);
    for (const name of Object.keys(value)) {
      if (known.has(name)) continue;
      const meant = this.problems.full ? undefined : nearest(name, known.keys());
      this.problems.add(memberAt(pointer, name), `${quote(name)} is not known here${meant ? `; did you mean ${quote(meant)}?` : '.'}`, {
        value: (value as Record<string, unknown>)[name],
        accepted: inNames(input),
      });
    }
  }

  missing({ name, accepted }: Field, pointer: string): void {
    this.problems.add(at(pointer, name), `${name} is missing.`, { accepted });
  }

  refused({ name, accepted, schema }: Field, value: unknown, pointer: string): void {
    const numeric = schema.type === 'number' || schema.type === 'integer';
    const quoted = numeric && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
    const mend = quoted ? ' Write the number without quotes.' : '';
    this.problems.add(pointer, `${name} must be ${accepted}, not ${inWords(value)}.${mend}`, { value, accepted });
  }
}

/** A JSON object; lists are none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const names = new Map<InputClass, string>();

/** What an object of this class may have. */
function inNames(input: InputClass): string {
  const known = names.get(input);
  if (known !== undefined) return known;
  const members = [...fieldsOf(input).values()].map(({ name, required }) => (required ? `${name} (required)` : name));
  const written = `an object with ${members.join(', ')}`;
  names.set(input, written);
  return written;
}
