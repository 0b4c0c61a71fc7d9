import type { Problems } from '../reading/problems.js';
import { isId } from './sent.js';

const MUST = { link: 'A link must join two different nodes.', flow: 'A flow must lead to another node.' };

/** Both ends of a link or flow are nodes, and not the same one. */
export function checkEnds(
  what: keyof typeof MUST,
  { from, to }: { readonly from?: unknown; readonly to?: unknown },
  pointer: string,
  nodes: { check(id: unknown, pointer: string): void },
  problems: Problems,
): void {
  nodes.check(from, `${pointer}/from`);
  nodes.check(to, `${pointer}/to`);
  if (isId(from) && from === to) problems.add(`${pointer}/to`, MUST[what], { value: to, accepted: 'the id of another node than from' });
}
