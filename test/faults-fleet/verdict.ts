import type { Given, Standing } from './agents.js';
import type { LegacyAgent } from './legacy-agent.js';
import type { OwnAgent } from './own-agent.js';

export const FINAL = ['succeeded', 'failed', 'rejected', 'timed_out', 'cancelled', 'expired'];

const KILLED = 'The agent was killed while the command ran; it is not run again.';

/** What is not true of what the server says of the commands of an agent of ours, or was not done once and in order. */
export function ofOwn(agent: OwnAgent, given: readonly Given[], standings: ReadonlyMap<string, Standing>): string[] {
  const begun = count(agent.begun);
  const wrong = given.flatMap((one) => {
    const { state, result } = standings.get(one.id) ?? { state: 'unknown', result: null };
    const times = begun.get(one.id) ?? 0;
    const right =
      one.result === null
        ? state === 'rejected' && times === 0
        : (state === 'succeeded' && result === one.result && times === 1) ||
          // Whoever is killed between the note of a beginning and its line in the log has begun it all the same.
          (state === 'failed' && result === KILLED && agent.kills > 0 && times <= 1);
    return right ? [] : [`${agent.id}: ${JSON.stringify(one)} is ${state}, ${result}, and was begun ${times} times`];
  });
  return [...wrong, ...disorder(agent.id, agent.begun, given)];
}

/** A legacy agent's may come again; but each first came in order, and the first answer stands. */
export function ofLegacy(agent: LegacyAgent, given: readonly Given[], standings: ReadonlyMap<string, Standing>): string[] {
  const wrong = given.flatMap(({ id }) => {
    const { state, result } = standings.get(id) ?? { state: 'unknown', result: null };
    const answer = agent.answered.get(id);
    return state === 'succeeded' && result === answer ? [] : [`${agent.id}: ${id} is ${state}, ${result}, and was answered ${answer}`];
  });
  return [...wrong, ...disorder(agent.id, agent.got, given)];
}

function disorder(agent: string, done: readonly string[], given: readonly Given[]): string[] {
  const places = new Map(given.map(({ id }, i) => [id, i]));
  const order = done.map((id) => places.get(id) ?? -1);
  return order.flatMap((place, i) =>
    i > 0 && place <= order[i - 1] ? [`${agent} came to ${place} after ${order[i - 1]}: ${done[i]}`] : [],
  );
}

function count(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
