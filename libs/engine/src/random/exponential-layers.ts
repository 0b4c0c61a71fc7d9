import { ln } from './logarithm.js';

/**
 * The density e^-x cut into 256 layers of equal area, for drawing by rejection: layer i, counted from the bottom, is `WIDTH[i]` wide and lies
 * between the heights `HEIGHT[i]` and `HEIGHT[i + 1]`; all points of it left of `WIDTH[i + 1]` are below the curve. The bottom one includes the tail
 * beyond `TAIL`, and is as wide as makes its area that of the others.
 *
 * Source: G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random variables", Journal of Statistical Software 5 (2000), which gives
 * `TAIL` and the area; one layer's height follows from the one below it by + and /, and its width by our own logarithm, so that the tables are
 * the same on every machine.
 */
export const LAYERS = 256;
export const TAIL = 7.69711747013105;
const AREA = 0.003949659822581572;
/** e^-TAIL. */
const HEIGHT_AT_TAIL = 0.00045413435384149677;

export const WIDTH = new Float64Array(LAYERS + 1);
export const HEIGHT = new Float64Array(LAYERS + 1);

WIDTH[0] = AREA / HEIGHT_AT_TAIL;
WIDTH[1] = TAIL;
HEIGHT[1] = HEIGHT_AT_TAIL;
for (let layer = 2; layer < LAYERS; layer++) {
  HEIGHT[layer] = HEIGHT[layer - 1] + AREA / WIDTH[layer - 1];
  WIDTH[layer] = -ln(HEIGHT[layer]);
}
HEIGHT[LAYERS] = 1;
WIDTH[LAYERS] = 0;
