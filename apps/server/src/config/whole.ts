import { makeValidator } from 'envalid';

/** Accepts a whole number within these bounds. */
export const whole = (minimum: number, maximum: number) =>
  makeValidator((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new Error(`a whole number from ${minimum} to ${maximum}`);
  });
