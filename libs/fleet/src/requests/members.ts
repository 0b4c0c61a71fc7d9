import { Type } from '@sinclair/typebox';
import { AGENT_ID_LENGTH, AGENT_ID_PATTERN } from '../agents/agent-id.js';
import { MAX_RESULT_LENGTH } from '../wire/protocol.js';
import { text } from '../wire/members.js';

/** Members of requests. Plain JSON Schema without patterned names and constants, because the OpenAPI document shows them as they are. */

/** Ten years. */
const LONGEST_SEC = 315_360_000;

export const AgentIdMember = Type.String({
  minLength: 1,
  maxLength: AGENT_ID_LENGTH,
  pattern: AGENT_ID_PATTERN,
  description: 'Id of an agent: 1 to 200 Unicode characters, none of them a control character; neither . nor ..',
});

export const LabelsMember = Type.Object({}, { additionalProperties: text(1000, 'Value of a label'), maxProperties: 100 });

export const CommandMember = text(10_000, 'What is to be done; an agent carries out what it has announced', 1);

export const ArgsMember = Type.Object({}, { additionalProperties: true, description: 'Arguments of the command' });

export const TtlMember = Type.Number({
  exclusiveMinimum: 0,
  maximum: LONGEST_SEC,
  description: 'Not worth delivering later than this, seconds; without it, it waits until the agent comes',
});

export const TimeoutMember = Type.Number({
  exclusiveMinimum: 0,
  maximum: LONGEST_SEC,
  description: 'How long it may run, seconds; without it, as long as it takes',
});

export const ResultMember = Type.String({ maxLength: MAX_RESULT_LENGTH, description: 'What the command gave' });
