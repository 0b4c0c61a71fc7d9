/** A pending simulation that is due. */
export interface Waiting {
  simId: string;
  user: string;
  priority: number;
}

/**
 * Who gets `limit` free slots: the rule as it is documented, one slot after the other.
 * @param waiting oldest first
 * @param held how many each user holds before
 */
export function deal(waiting: readonly Waiting[], held: ReadonlyMap<string, number>, limit: number): string[] {
  const holds = new Map(held);
  const left = [...waiting];
  const given: string[] = [];
  while (given.length < limit && left.length > 0) {
    const top = Math.max(...left.map(({ priority }) => priority));
    const candidates = left.filter(({ priority }) => priority === top);
    const fewest = Math.min(...candidates.map(({ user }) => holds.get(user) ?? 0));
    const next = candidates.find(({ user }) => (holds.get(user) ?? 0) === fewest)!;
    holds.set(next.user, fewest + 1);
    left.splice(left.indexOf(next), 1);
    given.push(next.simId);
  }
  return given;
}
