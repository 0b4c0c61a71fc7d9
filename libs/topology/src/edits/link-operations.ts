import { at } from '@skein/problem';
import type { NetworkLink } from '../model/network.js';
import { effectiveNetwork } from '../request/effective/effective-network.js';
import { isObject } from '../request/reading/examine.js';
import { checkEnds } from '../request/rules/ends.js';
import { AddLinkInput, LinkChangesInput, LinkReferenceInput, LiveLinkInput, UpdateLinkInput } from './edit-inputs.js';
import { checkForms, formsAfter } from './forms.js';
import type { EditContext, EditOf, Operation } from './operation.js';
import { present } from './present.js';

export const addLink: Operation<EditOf<'add_link'>> = {
  input: AddLinkInput,
  check({ link }, pointer, { completeness, links, nodes, problems }) {
    if (!isObject(link)) return;
    const place = at(pointer, 'link');
    completeness.whole(link, LiveLinkInput, place);
    links.checkNew(link, place);
    checkEnds('link', link, place, nodes, problems);
    checkForms(link, link, place, problems);
  },
  carryOut({ link }, { state }) {
    state.links.set(link.id, copyOf(link));
  },
};

/** Leaves flows alone, even those whose fixed path leads over it: their packets find no route. */
export const removeLink: Operation<EditOf<'remove_link'>> = {
  input: LinkReferenceInput,
  check: checkLink,
  carryOut({ link_id }, { state }) {
    state.links.delete(link_id);
    state.failedLinks.delete(link_id);
  },
};

export const updateLink: Operation<EditOf<'update_link'>> = {
  input: UpdateLinkInput,
  check({ link_id, changes }, pointer, context) {
    checkLink({ link_id }, pointer, context);
    if (!isObject(changes)) return;
    const place = at(pointer, 'changes');
    context.completeness.changes(changes, LinkChangesInput, place);
    const link = context.state.links.get(link_id as string);
    checkForms(changes, link ? formsAfter(link, changes) : changes, place, context.problems);
  },
  carryOut({ link_id, changes }, { state }) {
    const link = state.links.get(link_id) as NetworkLink;
    state.links.set(link_id, copyOf({ ...link, ...present(changes), ...formsAfter(link, changes) } as NetworkLink));
  },
};

export const failLink: Operation<EditOf<'fail_link'>> = {
  input: LinkReferenceInput,
  check: checkLink,
  carryOut({ link_id }, { state }) {
    state.failedLinks.set(link_id, true);
  },
};

export const restoreLink: Operation<EditOf<'restore_link'>> = {
  input: LinkReferenceInput,
  check: checkLink,
  carryOut({ link_id }, { state }) {
    state.failedLinks.delete(link_id);
  },
};

function checkLink({ link_id }: { readonly link_id?: unknown }, pointer: string, { links }: EditContext): void {
  links.check(link_id, at(pointer, 'link_id'));
}

/** A link of our own, with its members in their order. */
function copyOf(link: NetworkLink): NetworkLink {
  return effectiveNetwork({ nodes: [], links: [link] }, 0).links[0];
}
