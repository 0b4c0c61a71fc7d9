import { makeValidator } from 'envalid';

/** Accepts a number within these bounds, in plain decimal notation. */
export const decimal = (minimum: number, maximum: number) =>
  makeValidator((text) => {
    const value = Number(text);
    if (/^\d+(\.\d+)?$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new Error(`a number from ${minimum} to ${maximum}`);
  });
