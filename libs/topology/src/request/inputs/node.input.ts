import { NODE_DEFAULTS } from '../../model/defaults.js';
import { NODE_TYPES, type NodeType } from '../../model/network.js';
import { MAX_ID_LENGTH } from '../bounds.js';
import { NumberField } from '../fields/number-field.js';
import { ChoiceField, TextField } from '../fields/text-field.js';

/** A node; a bare string stands for a node with only that id. */
export class NodeInput {
  @TextField({ required: true, minLength: 1, maxLength: MAX_ID_LENGTH, description: 'Unique among the nodes', example: 'A' })
  id: string;

  @ChoiceField({
    of: NODE_TYPES,
    default: NODE_DEFAULTS.type,
    description: 'For people and pictures: all types forward packets alike',
    example: 'router',
  })
  type?: NodeType | null;

  @TextField({ minLength: 0, maxLength: MAX_ID_LENGTH, description: 'What people call it', example: 'Amsterdam' })
  label?: string | null;

  @NumberField({ description: "Position in a drawing, in the drawing's own unit", example: 120 })
  x?: number | null;

  @NumberField({ description: "Position in a drawing, in the drawing's own unit", example: 80 })
  y?: number | null;

  @NumberField({ minimum: -90, maximum: 90, unit: 'degrees north', description: 'Latitude, WGS 84, degrees', example: 52.37 })
  lat?: number | null;

  @NumberField({ minimum: -180, maximum: 180, unit: 'degrees east', description: 'Longitude, WGS 84, degrees', example: 4.9 })
  lon?: number | null;
}
