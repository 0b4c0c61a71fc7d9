import { Type } from '@sinclair/typebox';
import { argsOf, command } from './command.js';

export const echo = command({
  name: 'echo',
  description: 'Answers the text that it is given.',
  args: argsOf({
    text: Type.String({ maxLength: 100_000, description: 'What to answer.' }),
    repeat: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'How many times over; 1 unless given.' })),
  }),
  run: ({ text, repeat = 1 }) => text.repeat(repeat),
});
