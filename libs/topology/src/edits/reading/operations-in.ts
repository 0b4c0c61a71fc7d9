import { at } from '@skein/problem';
import { nearest } from '../../request/reading/nearest.js';
import { isObject } from '../../request/reading/examine.js';
import { inWords, quote } from '@skein/intake';
import { checkAlternatives } from '../../request/rules/alternatives.js';
import { given } from '../../request/rules/sent.js';
import type { EditContext } from '../operation.js';
import { MAX_OPERATIONS } from '../../request/bounds.js';
import { EditListInput } from './inputs/edit-list.input.js';
import type { RequestedOperation } from './inputs/members.js';
import { REQUESTED_OPERATIONS } from './readers.js';

export interface SentOperation {
  /** What was sent for it, whatever that is. */
  value: unknown;
  pointer: string;
}

/** The operations of a body, which is one, or has a list of them; none where it is neither, which is reported. */
export function operationsIn(body: unknown, { problems, examination }: EditContext): SentOperation[] {
  if (!isObject(body)) {
    const accepted = 'an object with operation (required) and its members, or with operations, a list of such objects';
    problems.add('', `The body must be ${accepted}, not ${inWords(body)}.`, { value: body, accepted });
    return [];
  }
  if (!given(body.operations)) return [{ value: body, pointer: '' }];
  if (!checkAlternatives(body, ['operation', 'operations'], 'say what to do', '', problems)) return [];
  examination.object(body, EditListInput, '');
  const { operations } = body;
  if (!Array.isArray(operations) || operations.length > MAX_OPERATIONS) return [];
  return operations.map((value: unknown, index) => ({ value, pointer: at('/operations', index) }));
}

/** The name of an operation; undefined where there is no such one, which is reported. */
export function nameOf({ value, pointer }: SentOperation, { problems }: EditContext): RequestedOperation | undefined {
  const names = `${REQUESTED_OPERATIONS.map(quote).join(', ')}`;
  if (!isObject(value)) {
    const accepted = 'an object with operation (required) and its members';
    problems.add(pointer, `This must be ${accepted}, not ${inWords(value)}.`, { value, accepted });
    return undefined;
  }
  const { operation } = value;
  const known = REQUESTED_OPERATIONS.find((name) => name === operation);
  if (known) return known;
  const place = at(pointer, 'operation');
  const accepted = `one of ${names}`;
  if (operation === undefined) {
    const alone = pointer === '' ? '; give it, or a list of operations as operations.' : '.';
    problems.add(place, `operation is missing${alone}`, { accepted });
  } else if (typeof operation === 'string') {
    const meant = problems.full ? undefined : nearest(operation, REQUESTED_OPERATIONS);
    const mend = meant === undefined ? '.' : `; did you mean ${quote(meant)}?`;
    problems.add(place, `No operation is called ${quote(operation)}${mend}`, { value: operation, accepted });
  } else problems.add(place, `operation must be ${accepted}, not ${inWords(operation)}.`, { value: operation, accepted });
  return undefined;
}
