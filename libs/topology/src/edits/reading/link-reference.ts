import { at } from '@skein/problem';
import { quote } from '@skein/intake';
import { given, isId, type Sent } from '../../request/rules/sent.js';
import type { LinkReference } from './inputs/link.inputs.js';
import type { ReadingContext } from './reading-context.js';

/** Few enough to name them all. */
const MOST_NAMED = 10;

/** The id of the link that an operation names by its id or by its ends; undefined where it names none, which is reported. */
export function linkMeant(sent: Sent<LinkReference>, pointer: string, context: ReadingContext): string | undefined {
  const { link_id, from, to } = sent;
  const { problems, links } = context.draft;
  if (given(link_id)) {
    const end = (['from', 'to'] as const).find((name) => given(sent[name]));
    if (end)
      problems.add(at(pointer, end), `link_id and ${end} are two ways to name the link; give one of them.`, {
        value: sent[end],
        accepted: 'either link_id, or from and to',
      });
    links.check(link_id, at(pointer, 'link_id'));
    return isId(link_id) ? link_id : undefined;
  }
  if (given(from) && given(to)) return linkBetween(from, to, pointer, context);
  if (!given(from) && !given(to))
    problems.add(at(pointer, 'link_id'), 'link_id is missing; give it, or from and to.', { accepted: 'the id of a link' });
  else {
    const [missing, there] = given(to) ? ['from', 'to'] : ['to', 'from'];
    problems.add(at(pointer, missing), `${missing} is missing; it names the link together with ${there}.`, {
      accepted: 'the id of the node at the other end',
    });
  }
  return undefined;
}

function linkBetween(from: unknown, to: unknown, pointer: string, context: ReadingContext): string | undefined {
  const { nodes, state, problems } = context.draft;
  nodes.check(from, at(pointer, 'from'));
  nodes.check(to, at(pointer, 'to'));
  if (!isId(from) || !isId(to) || !state.nodes.has(from) || !state.nodes.has(to)) return undefined;
  const ids = context.between.of(from, to);
  if (ids.size === 1) return [...ids][0];
  const place = at(pointer, 'to');
  const ends = `from ${quote(from)} to ${quote(to)}`;
  if (ids.size > 1) {
    problems.add(place, `${ids.size} links lead ${ends}: ${named(ids)}; say which with link_id.`, {
      value: to,
      accepted: 'the id of one of them as link_id, without from and to',
    });
    return undefined;
  }
  const back = context.between.of(to, from).size > 0;
  const mend = back ? `; did you mean the one from ${quote(to)} to ${quote(from)}?` : '.';
  problems.add(place, `No link leads ${ends}${mend}`, { value: to, accepted: neighbors(from, context) });
  return undefined;
}

function neighbors(from: string, { draft }: ReadingContext): string {
  const ends = new Set<string>();
  for (const id of draft.linksAt.of(from)) {
    const link = draft.state.links.get(id);
    if (link?.from === from) ends.add(link.to);
    else if (link && !link.directed) ends.add(link.from);
  }
  const known = ends.size > 0 && ends.size <= MOST_NAMED ? `: ${named(ends)}` : '';
  return `a node that a link from ${quote(from)} leads to${known}`;
}

function named(ids: ReadonlySet<string>): string {
  const names = [...ids].slice(0, MOST_NAMED).map(quote).join(', ');
  return ids.size > MOST_NAMED ? `${names}, …` : names;
}
