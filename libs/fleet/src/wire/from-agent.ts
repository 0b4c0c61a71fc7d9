import { Type, type Static } from '@sinclair/typebox';
import { CommandId, Json, Labels, message, object, OutcomeState, ResultText, RunnerMessage, text, Timestamp } from './members.js';
import { MAX_LISTED, PART_LENGTH } from './protocol.js';

/** A command that an agent can carry out. */
export const CommandSpec = object({
  name: text(200, 'As `command` of a command names it', 1),
  description: text(2000, 'What it does'),
  args_schema: Type.Intersect([Json], { description: 'JSON Schema of its `args`' }),
});
export type CommandSpec = Static<typeof CommandSpec>;

/** A result that the server has not confirmed. */
export const UnsentResult = object({ id: CommandId, state: OutcomeState, result: ResultText });
export type UnsentResult = Static<typeof UnsentResult>;

/** A simulation that an agent still holds, under the token it was given. */
export const HeldSimulation = object({
  sim_id: text(200, 'Id of the simulation', 1),
  epoch: Type.Integer({ minimum: 0, description: 'Fencing token under which it was started' }),
});
export type HeldSimulation = Static<typeof HeldSimulation>;

/** What an agent says, by the `type` of the message. */
export const FROM_AGENT = {
  hello: message(
    'hello',
    {
      protocol: Type.Integer({ minimum: 1, description: 'Version of these messages that it speaks' }),
      version: text(200, 'Version of the agent'),
      labels: Labels,
      slots: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Simulations that it can hold at once; 0: none' }),
      last_seq: Type.Integer({ minimum: 0, description: 'Highest `seq` of a command that it has received; 0 before the first' }),
      commands: Type.Array(CommandSpec, { maxItems: 1000, description: 'What it can carry out' }),
      running: Type.Array(CommandId, {
        maxItems: MAX_LISTED,
        description:
          'Commands that it has taken and not ended, begun or not: what is named neither here nor in `unsent_results` is sent again',
      }),
      unsent_results: Type.Array(UnsentResult, { maxItems: MAX_LISTED, description: 'Results that were not confirmed' }),
      simulations: Type.Array(HeldSimulation, { maxItems: MAX_LISTED, description: 'Simulations that it still holds' }),
    },
    'The first message of a connection',
  ),
  ack: message('ack', { id: CommandId }, 'The command is in the journal of the agent: it need not be sent again'),
  progress: message(
    'progress',
    {
      id: CommandId,
      message: Type.Optional(text(2000, 'What it is doing')),
      fraction: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'How much of it is done' })),
    },
    'The command is being carried out; the first of a command says that it has begun',
  ),
  result: message(
    'result',
    { id: CommandId, state: OutcomeState, result: ResultText },
    'The command has ended; sent again until `result_ack`',
  ),
  ping: message('ping', { ts: Timestamp }, 'Answered with `pong` at once'),
  pong: message('pong', { ts: Timestamp }, 'Answer to `ping`, with its `ts`'),
  state: message(
    'state',
    {
      draining: Type.Boolean({ description: 'It takes no new simulations' }),
      free_slots: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Simulations that it could take now' }),
    },
    'What has changed about the agent',
  ),
  runner: message('runner', { message: RunnerMessage }, 'Of the simulations that it runs'),
  part: message(
    'part',
    {
      data: Type.String({ maxLength: PART_LENGTH, pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'The next of its bytes, in base64' }),
      last: Type.Boolean({
        description: 'They are complete: the JSON text of a message of the simulation runner protocol, in the zlib format',
      }),
    },
    'A part of what `runner` would carry and one frame should not; the parts of one message follow each other',
  ),
} as const;

export type FromAgentType = keyof typeof FROM_AGENT;
export type FromAgent = { [T in FromAgentType]: Static<(typeof FROM_AGENT)[T]> }[FromAgentType];
export type Hello = Static<(typeof FROM_AGENT)['hello']>;
export type Progress = Static<(typeof FROM_AGENT)['progress']>;
export type Result = Static<(typeof FROM_AGENT)['result']>;
