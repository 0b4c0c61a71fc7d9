export * from './dto/field-problem.document.js';
export * from './dto/topology-validation.document.js';
export * from './dto/warning.document.js';
export { EDIT_BODY_SCHEMA, EDIT_EXAMPLES, EDIT_INPUTS } from './openapi/edits.js';
export { EditListInput } from '../edits/reading/inputs/edit-list.input.js';
export * from './openapi/inputs.js';
export { LARGEST_IN_LINE_BYTES, REQUEST_LIMITS, RequestReader } from './reading/request-reader.js';
export { TopologyModule } from './topology.module.js';
export { EXAMPLE_TOPOLOGY } from '../request/inputs/examples.js';
