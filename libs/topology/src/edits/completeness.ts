import { at } from '@skein/problem';
import type { NetworkLink, NetworkNode } from '../model/network.js';
import type { Flow } from '../model/traffic.js';
import { fieldsOf, type InputClass } from '../request/fields/field.js';
import { NodeInput } from '../request/inputs/node.input.js';
import { isObject, type Examination } from '../request/reading/examine.js';
import type { Problems } from '../request/reading/problems.js';
import { FlowChangesInput, LinkChangesInput, LiveFlowInput, LiveLinkInput } from './edit-inputs.js';

const FORMS = ['loss_percent', 'gilbert_elliott', 'queue_packets', 'queue_bytes'] satisfies (keyof NetworkLink)[];

/** For which members of what is effective null is a value; for the others there is nothing that it could stand for. */
const NULLABLE = new Map<InputClass, readonly string[]>([
  [NodeInput, ['label', 'x', 'y', 'lat', 'lon'] satisfies (keyof NetworkNode)[]],
  [LiveLinkInput, FORMS],
  [LinkChangesInput, FORMS],
  [LiveFlowInput, ['path', 'stop_sec'] satisfies (keyof Flow)[]],
  [FlowChangesInput, ['stop_sec'] satisfies (keyof Flow)[]],
]);

/**
 * In a request almost every member may be left out or null, for which a default stands in; an edit comes with every default filled in.
 * What a request may not leave out either has been examined already.
 */
export class Completeness {
  constructor(
    private readonly examination: Examination,
    private readonly problems: Problems,
  ) {}

  /** Reports what is missing, or null for no reason, in a node, link or flow. */
  whole(value: unknown, input: InputClass, pointer: string): void {
    if (!isObject(value)) return;
    for (const field of fieldsOf(input).values())
      if (!field.required && value[field.name] === undefined) this.examination.missing(field, pointer);
    this.nulls(value, input, pointer);
  }

  /** Reports what is null for no reason in changes, and changes that change nothing. */
  changes(value: unknown, input: InputClass, pointer: string): void {
    if (!isObject(value)) return;
    if (Object.values(value).every((member) => member === undefined)) {
      const accepted = `at least one of ${[...fieldsOf(input).keys()].join(', ')}`;
      this.problems.add(pointer, 'changes is empty; say what is to change.', { value, accepted });
    }
    this.nulls(value, input, pointer);
  }

  private nulls(value: Record<string, unknown>, input: InputClass, pointer: string): void {
    const nullable = NULLABLE.get(input) ?? [];
    for (const field of fieldsOf(input).values()) {
      const member = value[field.name];
      if (member === null && !field.required && !nullable.includes(field.name))
        this.examination.refused(field, member, at(pointer, field.name));
      if (field.object) this.whole(member, field.object(), at(pointer, field.name));
    }
  }
}
