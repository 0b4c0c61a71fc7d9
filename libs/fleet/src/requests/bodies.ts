import { Type, type Static } from '@sinclair/typebox';
import { AgentIdMember, ArgsMember, CommandMember, LabelsMember, ResultMember, TimeoutMember, TtlMember } from './members.js';
import { OUTCOMES } from '../wire/members.js';

const strict = { additionalProperties: false } as const;

const ORDER = {
  args: Type.Optional(ArgsMember),
  ttl_sec: Type.Optional(TtlMember),
  timeout_sec: Type.Optional(TimeoutMember),
};

/** `POST /agents/register`. Members that nobody here knows are left alone: agents of before send what they like. */
export const RegisterBody = Type.Object(
  {
    id: AgentIdMember,
    name: Type.Optional(Type.String({ maxLength: 1000, pattern: '^[^\\u0000]*$', description: 'For people; the id where it is left out' })),
    labels: Type.Optional(LabelsMember),
  },
  { additionalProperties: true },
);

/** `POST /commands`. */
export const OrderBody = Type.Object(
  {
    targets: Type.Object(
      {
        ids: Type.Optional(Type.Array(AgentIdMember, { minItems: 1, maxItems: 100_000, description: 'These agents' })),
        labels: Type.Optional(LabelsMember),
        all: Type.Optional(Type.Boolean({ description: 'Every agent' })),
      },
      { ...strict, description: 'Who is to carry it out: exactly one of `ids`, `labels` (agents that have all of them) and `all`' },
    ),
    command: CommandMember,
    ...ORDER,
  },
  strict,
);

/** What the body of the sending calls may say; what it leaves out is taken from the query. */
export const SendBody = Type.Object({ command: Type.Optional(CommandMember), ...ORDER }, strict);

export const SendMultipleBody = Type.Union([
  Type.Array(AgentIdMember, { maxItems: 100_000, description: 'These agents' }),
  Type.Object(
    { ids: Type.Array(AgentIdMember, { maxItems: 100_000, description: 'These agents' }), command: Type.Optional(CommandMember), ...ORDER },
    strict,
  ),
]);

/** `POST /responses/{agent_id}/{command_id}`; what it leaves out is taken from the query. */
export const ResponseBody = Type.Object(
  {
    result: Type.Optional(ResultMember),
    state: Type.Optional(Type.Unsafe<(typeof OUTCOMES)[number]>(Type.Union(OUTCOMES.map((outcome) => Type.Literal(outcome))))),
  },
  strict,
);

export type RegisterInput = Static<typeof RegisterBody>;
export type OrderInput = Static<typeof OrderBody>;
export type SendInput = Static<typeof SendBody>;
export type SendMultipleInput = Static<typeof SendMultipleBody>;
export type ResponseInput = Static<typeof ResponseBody>;
