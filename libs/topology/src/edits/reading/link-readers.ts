import { at } from '@skein/problem';
import type { LinkChanges } from '../../model/edit.js';
import { effectiveGilbertElliott, effectiveNetwork } from '../../request/effective/effective-network.js';
import type { GilbertElliottInput } from '../../request/inputs/gilbert-elliott.input.js';
import { isObject } from '../../request/reading/examine.js';
import { checkEnds } from '../../request/rules/ends.js';
import { checkLinkForms } from '../../request/rules/network-rules.js';
import type { Sent } from '../../request/rules/sent.js';
import { checkForms, formsAfter } from '../forms.js';
import { present } from '../present.js';
import { SentLinkChangesInput } from './inputs/changes.inputs.js';
import { linkMeant } from './link-reference.js';
import type { Reader } from './reading-context.js';
import { changesIn } from './sent-changes.js';

export const readAddLink: Reader<'add_link'> = ({ link }, pointer, { draft, linkNames, packetLossPercent }) => {
  const place = at(pointer, 'link');
  if (isObject(link)) {
    draft.links.checkNew(link, place);
    checkEnds('link', link, place, draft.nodes, draft.problems);
    checkLinkForms(link, place, draft.problems);
  }
  return ({ operation, link }) => {
    const id = link.id ?? linkNames.name(`${link.from}-${link.to}`);
    return [{ operation, link: effectiveNetwork({ nodes: [], links: [{ ...link, id }] }, packetLossPercent).links[0] }];
  };
};

/** An operation of which all that is said is which link is meant. */
function readLinkReference<O extends 'remove_link' | 'fail_link' | 'restore_link'>(): Reader<O> {
  return (sent, pointer, context) => {
    const link_id = linkMeant(sent, pointer, context) as string;
    return ({ operation }) => [{ operation, link_id }];
  };
}

export const readRemoveLink = readLinkReference<'remove_link'>();
export const readFailLink = readLinkReference<'fail_link'>();
export const readRestoreLink = readLinkReference<'restore_link'>();

export const readUpdateLink: Reader<'update_link'> = (sent, pointer, context) => {
  const { state, problems } = context.draft;
  const link_id = linkMeant(sent, pointer, context) as string;
  const found = changesIn(sent, SentLinkChangesInput, pointer, context.draft);
  const changes: Sent<LinkChanges> = found.changes;
  const link = state.links.get(link_id);
  checkForms(changes, link ? formsAfter(link, changes) : changes, found.pointer, problems);
  return ({ operation }) => [{ operation, link_id, changes: effectiveChanges(changes) }];
};

function effectiveChanges(sent: Sent<LinkChanges>): LinkChanges {
  const { gilbert_elliott: bursts, ...changes } = present(sent);
  if (bursts === undefined) return changes as LinkChanges;
  return { ...changes, gilbert_elliott: bursts === null ? null : effectiveGilbertElliott(bursts as GilbertElliottInput) } as LinkChanges;
}
