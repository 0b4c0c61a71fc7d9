import type { Edit, EditedNetwork } from '@skein/topology';
import type { Machine } from '../events/machine.js';
import { stopFlow, updateFlow } from './flow-edits.js';
import { removeLink, setLinkFailed, setRouterFailed, updateLink } from './link-edits.js';

/** What one edit does to a machine, once `network` has taken it in: routes are brought up to date by the caller, after the last of a list. */
export function applyEdit(machine: Machine, edit: Edit, network: EditedNetwork): void {
  switch (edit.operation) {
    case 'add_router':
      return machine.addNode(network.node(edit.node.id)!);
    case 'remove_router':
      return removeRouter(machine, edit.node_id, network);
    case 'add_link':
      return machine.addLink(network.link(edit.link.id)!);
    case 'remove_link':
      return removeLink(machine, machine.directory.links.get(edit.link_id)!);
    case 'update_link':
      return updateLink(machine, machine.directory.links.get(edit.link_id)!, network.link(edit.link_id)!);
    case 'fail_link':
    case 'restore_link':
      return setLinkFailed(machine, machine.directory.links.get(edit.link_id)!, edit.operation === 'fail_link');
    case 'fail_router':
    case 'restore_router':
      return setRouterFailed(machine, edit.node_id, edit.operation === 'fail_router');
    case 'add_flow':
      return machine.addFlow(network.flow(edit.flow.id)!);
    case 'update_flow':
      return updateFlow(machine, network.flow(edit.flow_id)!);
    case 'stop_flow':
      return stopFlow(machine, edit.flow_id);
  }
}

/** Links and flows that `network` has no more went with the router. */
function removeRouter(machine: Machine, nodeId: string, network: EditedNetwork): void {
  for (const [id, record] of [...machine.directory.links]) if (!network.link(id)) removeLink(machine, record);
  for (const id of [...machine.directory.flows.keys()]) if (!network.flow(id)) stopFlow(machine, id);
  machine.directory.nodes.delete(nodeId);
}
