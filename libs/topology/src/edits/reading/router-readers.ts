import { at } from '@skein/problem';
import { effectiveNetwork } from '../../request/effective/effective-network.js';
import { isObject } from '../../request/reading/examine.js';
import { failRouter, removeRouter, restoreRouter } from '../router-operations.js';
import type { Reader } from './reading-context.js';

export const readAddRouter: Reader<'add_router'> = ({ node }, pointer, { draft }) => {
  const place = at(pointer, 'node');
  if (isObject(node)) draft.nodes.checkNew(node, place);
  else draft.nodes.checkNew({ id: node }, place, place);
  return ({ operation, node }) => [{ operation, node: effectiveNetwork({ nodes: [node], links: [] }, 0).nodes[0] }];
};

export const readRemoveRouter: Reader<'remove_router'> = ({ node_id }, pointer, { draft }) => {
  removeRouter.check({ node_id }, pointer, draft);
  return ({ operation, node_id }) => [{ operation, node_id }];
};

export const readFailRouter: Reader<'fail_router'> = ({ node_id }, pointer, { draft }) => {
  failRouter.check({ node_id }, pointer, draft);
  return ({ operation, node_id }) => [{ operation, node_id }];
};

export const readRestoreRouter: Reader<'restore_router'> = ({ node_id }, pointer, { draft }) => {
  restoreRouter.check({ node_id }, pointer, draft);
  return ({ operation, node_id }) => [{ operation, node_id }];
};
