import type { Given, Standing } from './agents.js';
import type { LegacyAgent } from './legacy-agent.js';
import type { OwnAgent } from './own-agent.js';

export const FINAL = ['succeeded', 'failed', 'rejected', 'timed_out', 'cancelled', 'expired'];

const KILLED = 'The agent was killed while the command ran; it is not run again.';

/** What is not true of what the server says of the commands of an agent of ours, or was not done once and in order. */
export function ofOwn(agent: OwnAgent, given: readonly Given[], standings: ReadonlyMap<string, Standing>): string[] {
  return [...ofTwins([agent], given, standings), ...disorder(agent.id, agent.begun, given)];
}

/** Of processes that share an id, and know nothing of each other, each does a command once at most; of one, it is done once. */
export function ofTwins(twins: readonly OwnAgent[], given: readonly Given[], standings: ReadonlyMap<string, Standing>): string[] {
  const counts = twins.map(({ begun }) => count(begun));
  const killed = twins.some(({ kills }) => kills > 0);
  return given.flatMap((one) => {
    const { state, result } = standings.get(one.id) ?? { state: 'unknown', result: null };
    const times = counts.map((begun) => begun.get(one.id) ?? 0);
    const once = times.every((of) => of <= 1);
    const begun = times.some((of) => of > 0);
    const right =
      (state === one.state && one.result.test(result ?? '') && begun === (state !== 'rejected')) ||
      // Whoever is killed between the note of a beginning and its line in the log has begun it all the same.
      (state === 'failed' && result === KILLED && killed);
    return once && right
      ? []
      : [`${one.agent}: ${one.id} (${one.command}) is ${state}, ${result}, and was begun ${times.join(' and ')} times`];
  });
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
