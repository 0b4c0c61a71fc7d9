import { makeValidator } from 'envalid';

/** A switch. envalid's own would repeat what it was given. */
export const yesOrNo = makeValidator((text) => {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error('true, false');
});
