import { at } from '@skein/problem';
import type { Edit, FlowChanges } from '../../model/edit.js';
import type { Flow } from '../../model/traffic.js';
import { FLOW_DEFAULTS } from '../../model/defaults.js';
import { effectiveFlows } from '../../request/effective/effective-flows.js';
import { UniqueNames } from '../../request/effective/unique-names.js';
import type { FlowInput } from '../../request/inputs/flow.input.js';
import { checkEnds } from '../../request/rules/ends.js';
import { checkPeriods, checkRate } from '../../request/rules/flow-rules.js';
import { checkPath } from '../../request/rules/path-rules.js';
import { given, isId, objectsIn, type Sent } from '../../request/rules/sent.js';
import { checkStop } from '../../request/rules/stop-rule.js';
import { UniqueIds } from '../../request/rules/unique-ids.js';
import { FLOW_CHANGES } from '../edit-inputs.js';
import type { EditContext } from '../operation.js';
import type { Reader, ReadingContext } from './reading-context.js';

/**
 * Afterwards just these flows are there. One that goes where one of its id goes already, and began when that began, is not begun again: it
 * is changed, or left alone where it is the same. So what no longer fits a new flow does not keep it from going on: a link of its path that
 * is gone, an end that is past.
 */
export const readSetTraffic: Reader<'set_traffic'> = ({ traffic }, pointer, context) => {
  const { problems, state, limits } = context.draft;
  const flows = [...objectsIn<FlowInput>(traffic, limits.flows)];
  const names = namesOf(flows.map(([, flow]) => flow));
  const ids = new UniqueIds('flow', problems);
  flows.forEach(([index, flow], position) => {
    const place = at(at(pointer, 'traffic'), index);
    ids.take(flow.id, place);
    checkFlow(flow, state.flows.get(names[position]), place, context.draft);
  });
  return ({ traffic }) => editsFor(effectiveFlows(traffic.map((flow, index) => ({ ...flow, id: names[index] }))), context);
};

/** What the flows are called: as in a request, whatever those that are there now are called. */
function namesOf(flows: readonly Sent<FlowInput>[]): string[] {
  const names = new UniqueNames(flows.flatMap(({ id }) => (isId(id) ? id : [])));
  return flows.map(({ id, from, to }) => (isId(id) ? id : names.name(`${String(from)}-${String(to)}`)));
}

function checkFlow(flow: Sent<FlowInput>, live: Flow | undefined, place: string, draft: EditContext): void {
  const { nodes, problems, atSec } = draft;
  const stays = live !== undefined && goesOn(flow, live);
  checkEnds('flow', flow, place, nodes, problems);
  if (!stays) checkPath(flow, place, draft, problems);
  checkRate(flow, place, problems);
  checkStop(flow, place, problems, stays && (flow.stop_sec ?? null) === live.stop_sec ? undefined : atSec);
  checkPeriods(flow, place, problems);
}

/** Whether a flow is one that is there, at most changed. */
function goesOn({ from, to, path, start_sec }: Sent<FlowInput>, live: Flow): boolean {
  return (
    from === live.from &&
    to === live.to &&
    (start_sec ?? FLOW_DEFAULTS.start_sec) === live.start_sec &&
    (given(path) ? isSame(path, live.path) : live.path === null)
  );
}

/** What turns the flows that are there into those that are wanted. */
function editsFor(wanted: readonly Flow[], context: ReadingContext): Edit[] {
  const { flows } = context.draft.state;
  const staying = new Set<string>();
  const edits: Edit[] = [];
  for (const flow of wanted) {
    const live = flows.get(flow.id);
    if (live === undefined || !goesOn(flow, live)) {
      edits.push({ operation: 'add_flow', flow });
      continue;
    }
    staying.add(flow.id);
    const changes = difference(flow, live);
    if (Object.keys(changes).length > 0) edits.push({ operation: 'update_flow', flow_id: flow.id, changes });
  }
  // First of all, so that ids and room are free.
  const stops: Edit[] = [];
  for (const flow_id of context.flowIds()) if (!staying.has(flow_id)) stops.push({ operation: 'stop_flow', flow_id });
  return stops.concat(edits);
}

function difference(flow: Flow, live: Flow): FlowChanges {
  const names = [...FLOW_CHANGES] as (keyof FlowChanges)[];
  return Object.fromEntries(names.filter((name) => !isSame(flow[name], live[name])).map((name) => [name, flow[name]]));
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
