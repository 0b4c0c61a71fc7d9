import { Type } from '@sinclair/typebox';
import { DEFAULT_LIMITS, readRequest } from '@skein/topology';
import { command, Refused } from './command.js';

/** Problems of a request that a refusal spells out. */
const MOST_LISTED = 20;

export const simulate = command({
  name: 'simulate',
  description: 'Runs a whole request, as POST /simulate takes it, as fast as the machine can; answers with the results document.',
  // What is in it is for libs/topology to say, down to the member.
  args: Type.Object(
    {
      topology: Type.Unknown({ description: 'Nodes and links.' }),
      traffic: Type.Optional(Type.Unknown({ description: 'Flows; probes between the nodes unless given.' })),
      config: Type.Optional(Type.Unknown({ description: 'Duration, seed, loss and the rest; `speed` is left out of account.' })),
    },
    { additionalProperties: true },
  ),
  run: async (request, { signal, progress, agent }) => {
    const outcome = readRequest(Buffer.from(JSON.stringify(request)), DEFAULT_LIMITS);
    if (!outcome.ok) throw new Refused(inWords(outcome.refusal));
    const { scenario, config, warnings } = outcome.value;
    const results = await agent.simulate(scenario, signal, (simulatedSec) =>
      progress(`simulated ${simulatedSec.toFixed(1)} of ${config.duration_sec} s`, simulatedSec / config.duration_sec),
    );
    // As text: a large document never becomes objects on the thread that serves the socket.
    return `{"sim_id":null,"run":1,"status":"done","warnings":${JSON.stringify(warnings)},${results.slice(1)}`;
  },
});

function inWords({
  detail,
  errors,
  total,
}: {
  detail: string;
  errors: { pointer: string; message: string; accepted?: string }[];
  total: number;
}): string {
  const listed = errors
    .slice(0, MOST_LISTED)
    .map(({ pointer, message, accepted }) => `${pointer || '/'}: ${message}${accepted ? ` Accepted: ${accepted}.` : ''}`);
  if (total > listed.length) listed.push(`and ${total - listed.length} more`);
  return [detail, ...listed].join('\n');
}
