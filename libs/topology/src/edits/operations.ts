import type { Edit } from '../model/edit.js';
import { addFlow, stopFlow, updateFlow } from './flow-operations.js';
import { addLink, failLink, removeLink, restoreLink, updateLink } from './link-operations.js';
import type { EditOf, Operation } from './operation.js';
import { addRouter, failRouter, removeRouter, restoreRouter } from './router-operations.js';

const OPERATIONS: { readonly [O in Edit['operation']]: Operation<EditOf<O>> } = {
  add_router: addRouter,
  remove_router: removeRouter,
  add_link: addLink,
  remove_link: removeLink,
  update_link: updateLink,
  fail_link: failLink,
  restore_link: restoreLink,
  fail_router: failRouter,
  restore_router: restoreRouter,
  add_flow: addFlow,
  update_flow: updateFlow,
  stop_flow: stopFlow,
};

/** What there is to do for an edit of this name; undefined where nothing is called so. */
export function operationOf(name: unknown): Operation<Edit> | undefined {
  if (typeof name !== 'string' || !Object.hasOwn(OPERATIONS, name)) return undefined;
  return OPERATIONS[name as Edit['operation']];
}
