import { isObject } from '../reading/examine.js';
import type { Problems } from '../reading/problems.js';
import { checkLabels } from './label-rules.js';
import { given, type Sent } from './sent.js';
import type { PlacementInput } from '../inputs/placement.input.js';

const POINTER = '/config/placement';

/** Exactly one member says where, and labels name at least one. */
export function checkPlacement(placement: Sent<PlacementInput>, problems: Problems): void {
  const members = (['where', 'agent', 'labels'] as const).filter((name) => given(placement[name]));
  if (members.length !== 1) {
    const said = members.length === 0 ? 'none is given' : `${members.join(' and ')} are given`;
    problems.add(POINTER, `A placement is said by one of where, agent and labels; ${said}.`, {
      value: placement,
      accepted: '"any", "local", {agent} or {labels}',
    });
  }
  if (!isObject(placement.labels)) return;
  checkLabels(placement.labels, `${POINTER}/labels`, problems);
  if (Object.keys(placement.labels).length === 0) {
    problems.add(`${POINTER}/labels`, 'Labels that are to select agents must name at least one; "any" runs anywhere.', {
      value: placement.labels,
      accepted: 'an object of at least one label',
    });
  }
}
