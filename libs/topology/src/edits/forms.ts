import { at } from '@skein/problem';
import type { LinkChanges } from '../model/edit.js';
import type { NetworkLink } from '../model/network.js';
import type { Problems } from '../request/reading/problems.js';
import { checkAlternatives } from '../request/rules/alternatives.js';
import { given, type Sent } from '../request/rules/sent.js';

type Form = 'loss_percent' | 'gilbert_elliott' | 'queue_packets' | 'queue_bytes';

/** The members of a link that do the same in two ways: one of each two holds, the other is null. */
const FORMS = [
  { forms: ['loss_percent', 'gilbert_elliott'], does: 'lose packets' },
  { forms: ['queue_packets', 'queue_bytes'], does: 'limit the queue' },
] as const satisfies { forms: readonly [Form, Form]; does: string }[];

/** A link, whole or as changes leave it, has one of each two forms. `sent` is what was given of it, to which problems are due. */
export function checkForms(sent: Sent<LinkChanges>, link: Sent<LinkChanges>, pointer: string, problems: Problems): void {
  for (const { forms, does } of FORMS) {
    const [first, second] = forms;
    if (!checkAlternatives<LinkChanges>(sent, forms, does, pointer, problems)) continue;
    // What is missing from a whole link has been reported as that.
    if (given(link[first]) || given(link[second]) || link[first] === undefined || link[second] === undefined) continue;
    const refused = sent[first] === null ? first : second;
    problems.add(
      at(pointer, refused),
      `${first} and ${second} are two ways to ${does}, and one of them must hold; do not give null for both.`,
      {
        value: null,
        accepted: `either ${first} or ${second}`,
      },
    );
  }
}

/** What the link's forms are after the changes: one that is given takes the place of the other. */
export function formsAfter(link: NetworkLink, changes: Sent<LinkChanges>): Record<Form, unknown> {
  const after = (form: Form, other: Form) => (changes[form] !== undefined ? changes[form] : given(changes[other]) ? null : link[form]);
  return {
    loss_percent: after('loss_percent', 'gilbert_elliott'),
    gilbert_elliott: after('gilbert_elliott', 'loss_percent'),
    queue_packets: after('queue_packets', 'queue_bytes'),
    queue_bytes: after('queue_bytes', 'queue_packets'),
  };
}
