import { readAddFlow, readStopFlow, readUpdateFlow } from './flow-readers.js';
import type { RequestedOperation } from './inputs/members.js';
import { readAddLink, readFailLink, readRemoveLink, readRestoreLink, readUpdateLink } from './link-readers.js';
import type { Reader } from './reading-context.js';
import { readAddRouter, readFailRouter, readRemoveRouter, readRestoreRouter } from './router-readers.js';
import { readSetTraffic } from './traffic-reader.js';

const READERS: { readonly [O in RequestedOperation]: Reader<O> } = {
  add_router: readAddRouter,
  remove_router: readRemoveRouter,
  fail_router: readFailRouter,
  restore_router: readRestoreRouter,
  add_link: readAddLink,
  remove_link: readRemoveLink,
  update_link: readUpdateLink,
  fail_link: readFailLink,
  restore_link: readRestoreLink,
  add_flow: readAddFlow,
  update_flow: readUpdateFlow,
  stop_flow: readStopFlow,
  set_traffic: readSetTraffic,
};

export const REQUESTED_OPERATIONS = Object.keys(READERS) as readonly RequestedOperation[];

export function readerOf(operation: RequestedOperation): Reader<RequestedOperation> {
  return READERS[operation];
}
