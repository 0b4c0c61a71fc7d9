/** Arguments of a command up to so many bytes weigh nothing: numbers bound them. */
export const LIGHT_BYTES = 4096;
