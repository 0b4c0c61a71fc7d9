import { PLACES } from '../../model/placement.js';
import { MAX_LABEL_VALUE_LENGTH, MAX_LABELS, MAX_NAME_LENGTH } from '../bounds.js';
import { LabelsField } from '../fields/structure-field.js';
import { ChoiceField, TextField } from '../fields/text-field.js';

/** Where a simulation may run: one of its members says it. */
export class PlacementInput {
  @ChoiceField({ of: PLACES, description: '`any`: wherever there is room; `local`: on a server', example: 'any' })
  where?: (typeof PLACES)[number] | null;

  @TextField({ minLength: 1, maxLength: MAX_NAME_LENGTH, description: 'On the agent with this id', example: 'lab-7' })
  agent?: string | null;

  @LabelsField(
    { accepted: `an object of 1 to ${MAX_LABELS} strings`, maxLength: MAX_LABEL_VALUE_LENGTH },
    { description: 'On any agent that has all these labels', example: { site: 'lab' } },
  )
  labels?: Record<string, string> | null;
}
