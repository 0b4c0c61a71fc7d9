import type { Edit } from '../../model/edit.js';
import type { ReadOutcome } from '../../request/outcome.js';
import { parseJson } from '../../request/reading/parse-json.js';
import { Problems } from '../../request/reading/problems.js';
import type { EditedNetwork } from '../edited-network.js';
import { stageEdit } from '../stage-edit.js';
import { EDIT_INPUT_OF, type EditInputOf } from './inputs/edit-list.input.js';
import type { RequestedOperation } from './inputs/members.js';
import { nameOf, operationsIn } from './operations-in.js';
import { readerOf } from './readers.js';
import { ReadingContext } from './reading-context.js';
import { documentedSpelling } from './spellings.js';

/** What edits mean that leave something out. */
export interface EditReadingContext {
  /** `config.packet_loss_percent` of the simulation: loss of links that give none. */
  packetLossPercent: number;
  /** Simulated time at which the edits are to be made. */
  atSec: number;
}

/**
 * Reads the body of `PUT /edit/{sim_id}`, one operation or a list of them: the edits in the form in which `EditedNetwork.apply` takes them,
 * which may be none where nothing is to change. Changes nothing itself, and never throws.
 * @param body its bytes, or the value that they hold as JSON
 * @returns where refused, what is wrong by itself with any operation, and what does not fit the network with the first that is wrong: those
 *   after it may rest on it. Pointers lead into the body as sent: `/operations/2/link/to`, or `/link/to` where it is one operation.
 */
export function readEdits(body: unknown, network: EditedNetwork, { packetLossPercent, atSec }: EditReadingContext): ReadOutcome<Edit[]> {
  const parsed = body instanceof Uint8Array ? parseJson(body, body.byteLength) : { ok: true as const, value: body };
  if (!parsed.ok) return parsed;
  const problems = new Problems();
  const draft = network.draft(problems, atSec);
  const context = new ReadingContext(draft, packetLossPercent);
  const read: Edit[] = [];
  for (const operation of operationsIn(parsed.value, draft)) {
    const fits = problems.total === 0;
    const name = nameOf(operation, draft);
    if (name === undefined) continue;
    const { value, sentAt } = documentedSpelling(name, operation.value as Record<string, unknown>);
    const before = problems.listedSoFar;
    draft.examination.object(value, EDIT_INPUT_OF[name], operation.pointer);
    if (fits) for (const edit of editsOf(name, value, operation.pointer, context)) read.push(edit);
    problems.relocate(before, (pointer) => operation.pointer + sentAt(pointer.slice(operation.pointer.length)));
  }
  return problems.total === 0 ? { ok: true, value: read } : { ok: false, refusal: problems.refusal() };
}

/** The edits of one operation, staged for those after it; none where something is wrong with it. */
function editsOf(name: RequestedOperation, sent: object, pointer: string, context: ReadingContext): Edit[] {
  const { draft } = context;
  const finish = readerOf(name)(sent, pointer, context);
  if (draft.problems.total > 0) return [];
  const edits = finish(sent as EditInputOf<RequestedOperation>);
  for (const edit of edits) stageEdit(edit, pointer, draft);
  return edits;
}
