import { Type, type Static } from '@sinclair/typebox';
import { CommandId, Json, message, object, RunnerMessage, text, Timestamp } from './members.js';

export const FRAME_ERRORS = [
  'malformed_frame',
  'unknown_type',
  'invalid_message',
  'hello_expected',
  'unknown_command',
  'unsupported_protocol',
] as const;
export type FrameError = (typeof FRAME_ERRORS)[number];

/** What the server says to an agent that has said `hello`, by the `type` of the message. */
export const TO_AGENT = {
  welcome: message(
    'welcome',
    {
      protocol: Type.Integer({ minimum: 1, description: 'Version of these messages' }),
      epoch: Type.Integer({ minimum: 1, description: 'Counts the connections of this agent' }),
      heartbeat_sec: Type.Number({
        exclusiveMinimum: 0,
        description: 'After twice as long without a message a side may take the other for gone',
      }),
      server_time: Type.String({ format: 'date-time', description: 'The clock of the server' }),
    },
    'Answer to `hello`',
  ),
  command: message(
    'command',
    {
      id: CommandId,
      seq: Type.Integer({ minimum: 1, description: 'Grows with each command of an agent, with gaps' }),
      command: text(10_000, 'What is to be done', 1),
      args: Type.Intersect([Json], { description: 'Its arguments' }),
      timeout_sec: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
        description: 'How long it may run; null: as long as it takes',
      }),
    },
    'To be acknowledged with `ack`; sent again where that is missing',
  ),
  result_ack: message('result_ack', { id: CommandId }, 'The result is kept: the agent may forget the command'),
  cancel: message('cancel', { id: CommandId }, 'The command is not wanted any more; its `result` says what became of it'),
  drain: message(
    'drain',
    { reconnect_after_ms: Type.Integer({ minimum: 0, description: 'Try to connect again no sooner' }) },
    'The server is about to stop',
  ),
  ping: message('ping', { ts: Timestamp }, 'Answered with `pong` at once'),
  pong: message('pong', { ts: Timestamp }, 'Answer to `ping`, with its `ts`'),
  error: message(
    'error',
    {
      code: Type.Union(
        FRAME_ERRORS.map((code) => Type.Literal(code)),
        { description: 'Stable, for programs' },
      ),
      detail: Type.String({ description: 'What is wrong and how to mend it, for people' }),
      id: Type.Optional(Type.String({ description: 'The command that the refused message named' })),
    },
    'A message was refused; the connection goes on unless it is closed next',
  ),
  runner: message('runner', { message: RunnerMessage }, 'Of the simulations that the agent is to run'),
} as const;

/** What an agent gets that has not said `hello`: a command and nothing else. */
export const PLAIN_COMMAND = object(
  { id: CommandId, command: Type.String(), args: Type.Optional(Json) },
  'A command for an agent that has not said `hello`; it answers with `POST /responses/{agent_id}/{command_id}`',
);
export type PlainCommand = Static<typeof PLAIN_COMMAND>;

export type ToAgentType = keyof typeof TO_AGENT;
export type ToAgent = { [T in ToAgentType]: Static<(typeof TO_AGENT)[T]> }[ToAgentType];
export type Welcome = Static<(typeof TO_AGENT)['welcome']>;
export type Command = Static<(typeof TO_AGENT)['command']>;
