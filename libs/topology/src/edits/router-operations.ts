import { at } from '@skein/problem';
import { effectiveNetwork } from '../request/effective/effective-network.js';
import { NodeInput } from '../request/inputs/node.input.js';
import { isObject } from '../request/reading/examine.js';
import { AddRouterInput, RouterReferenceInput } from './edit-inputs.js';
import type { EditContext, EditOf, Operation } from './operation.js';

export const addRouter: Operation<EditOf<'add_router'>> = {
  input: AddRouterInput,
  check({ node }, pointer, { completeness, nodes }) {
    if (!isObject(node)) return;
    completeness.whole(node, NodeInput, at(pointer, 'node'));
    nodes.checkNew(node, at(pointer, 'node'));
  },
  carryOut({ node }, { state }) {
    state.nodes.set(node.id, effectiveNetwork({ nodes: [node], links: [] }, 0).nodes[0]);
  },
};

/** Takes the router's links along, and the flows that cannot do without it. */
export const removeRouter: Operation<EditOf<'remove_router'>> = {
  input: RouterReferenceInput,
  check({ node_id }, pointer, context) {
    checkRouter({ node_id }, pointer, context);
    const { state, problems } = context;
    if (state.nodes.size === 1 && state.nodes.has(node_id as string))
      problems.add(at(pointer, 'node_id'), 'This is the last node, and a network must have one; add another first.', {
        value: node_id,
        accepted: 'the id of a node that is not the only one',
      });
  },
  carryOut({ node_id }, { state, linksAt, flowsAt }) {
    for (const id of flowsAt.of(node_id)) state.flows.delete(id);
    for (const id of linksAt.of(node_id)) {
      state.links.delete(id);
      state.failedLinks.delete(id);
    }
    state.nodes.delete(node_id);
    state.failedNodes.delete(node_id);
  },
};

export const failRouter: Operation<EditOf<'fail_router'>> = {
  input: RouterReferenceInput,
  check: checkRouter,
  carryOut({ node_id }, { state }) {
    state.failedNodes.set(node_id, true);
  },
};

export const restoreRouter: Operation<EditOf<'restore_router'>> = {
  input: RouterReferenceInput,
  check: checkRouter,
  carryOut({ node_id }, { state }) {
    state.failedNodes.delete(node_id);
  },
};

function checkRouter({ node_id }: { readonly node_id?: unknown }, pointer: string, { nodes }: EditContext): void {
  nodes.check(node_id, at(pointer, 'node_id'));
}
