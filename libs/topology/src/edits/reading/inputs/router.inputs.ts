import { ObjectField } from '../../../request/fields/structure-field.js';
import { NodeInput } from '../../../request/inputs/node.input.js';
import { NodeIdField, OperationField } from './members.js';

export class AddRouterEditInput {
  @OperationField('add_router') operation: 'add_router';

  @ObjectField(() => NodeInput, {
    required: true,
    shorthand: 'id',
    description: 'The node; a bare string stands for a node with only that id',
    example: { id: 'D', label: 'Dublin' },
  })
  node: NodeInput | string;
}

export class RemoveRouterEditInput {
  @OperationField('remove_router') operation: 'remove_router';
  @NodeIdField node_id: string;
}

export class FailRouterEditInput {
  @OperationField('fail_router') operation: 'fail_router';
  @NodeIdField node_id: string;
}

export class RestoreRouterEditInput {
  @OperationField('restore_router') operation: 'restore_router';
  @NodeIdField node_id: string;
}
