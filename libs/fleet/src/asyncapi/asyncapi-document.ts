import type { TSchema } from '@sinclair/typebox';
import { FROM_AGENT } from '../wire/from-agent.js';
import { SUBPROTOCOL } from '../wire/protocol.js';
import { PLAIN_COMMAND, TO_AGENT } from '../wire/to-agent.js';

const PLAIN = 'plain_command';

/** The messages of the socket between an agent and the server, as AsyncAPI 3; of the same declarations that they are validated with. */
export function asyncApiDocument(): object {
  const fromAgent = Object.entries(FROM_AGENT).map(([type, schema]) => message(`from_agent_${type}`, schema));
  const toAgent = Object.entries(TO_AGENT).map(([type, schema]) => message(`to_agent_${type}`, schema));
  const plain = message(PLAIN, PLAIN_COMMAND);
  const all = [...fromAgent, ...toAgent, plain];
  const named = (messages: typeof all) => messages.map(({ name }) => ({ $ref: `#/channels/agent/messages/${name}` }));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Skein: agents',
      version: '0.1.0',
      description:
        `Text frames of one JSON object each. An agent that offers the subprotocol \`${SUBPROTOCOL}\` begins with \`hello\` and is sent nothing before it. ` +
        'One that never says `hello` is sent bare commands and answers over HTTP. Where the server asks for credentials, the handshake carries ' +
        '`Authorization: Bearer` and the secret of the agent.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    channels: {
      agent: {
        address: '/ws/{agent_id}',
        description: 'One connection for each agent; a newer one takes the place of the one before, which is closed with 4001.',
        parameters: { agent_id: { description: 'Id that the agent was registered with' } },
        messages: Object.fromEntries(all.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      receiveFromAgent: {
        action: 'receive',
        channel: { $ref: '#/channels/agent' },
        summary: 'What agents say',
        messages: named(fromAgent),
      },
      sendToAgent: {
        action: 'send',
        channel: { $ref: '#/channels/agent' },
        summary: 'What the server says to agents that have said hello',
        messages: named(toAgent),
      },
      sendToPlainAgent: {
        action: 'send',
        channel: { $ref: '#/channels/agent' },
        summary: 'What the server says to agents that have not',
        messages: named([plain]),
      },
    },
    components: { messages: Object.fromEntries(all.map(({ name, ...rest }) => [name, { name, ...rest }])) },
  };
  // Schemas carry marks of the library that validates with them, which are not JSON.
  return JSON.parse(JSON.stringify(document)) as object;
}

function message(name: string, { description, ...schema }: TSchema) {
  return { name, summary: description, payload: schema };
}
