import { MAX_LABEL_NAME_LENGTH, MAX_LABEL_VALUE_LENGTH, MAX_LABELS } from '../bounds.js';
import { isText } from '../fields/text.js';
import { textInWords } from '../fields/text-field.js';
import { memberAt } from '../reading/member-at.js';
import { inWords, quote } from '@skein/intake';
import type { Problems } from '../reading/problems.js';

/** How many labels there may be, and what may stand in them. */
export function checkLabels(labels: Readonly<Record<string, unknown>>, pointer: string, problems: Problems): void {
  const names = Object.keys(labels);
  if (names.length > MAX_LABELS) {
    problems.add(pointer, `There can be at most ${MAX_LABELS} labels, not ${names.length}.`, {
      value: labels,
      accepted: `at most ${MAX_LABELS} labels`,
    });
    return;
  }
  for (const name of names) {
    const value = labels[name];
    if (!isText(name, 1, MAX_LABEL_NAME_LENGTH))
      problems.add(memberAt(pointer, name), `${quote(name)} cannot be the name of a label.`, {
        value,
        accepted: textInWords(1, MAX_LABEL_NAME_LENGTH),
      });
    if (!isText(value, 0, MAX_LABEL_VALUE_LENGTH)) {
      const accepted = textInWords(0, MAX_LABEL_VALUE_LENGTH);
      problems.add(memberAt(pointer, name), `A label must be ${accepted}, not ${inWords(value)}.`, { value, accepted });
    }
  }
}
