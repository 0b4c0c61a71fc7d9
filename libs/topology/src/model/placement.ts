/** Places that have a name: wherever there is room, or the threads of the servers. */
export const PLACES = ['any', 'local'] as const;

/** Where a simulation may run: in a place, on one agent, or on any agent that has all these labels. */
export type Placement = (typeof PLACES)[number] | { agent: string } | { labels: Record<string, string> };

/** What can run simulations, as placement sees it: null is a thread of a server. */
export type RunnerPlace = { agent: string; labels: Readonly<Record<string, string>> } | null;

/** Whether a simulation may run there. */
export function fits(placement: Placement, place: RunnerPlace): boolean {
  if (placement === 'any') return true;
  if (placement === 'local') return place === null;
  if (place === null) return false;
  if ('agent' in placement) return place.agent === placement.agent;
  return Object.entries(placement.labels).every(([name, value]) => Object.hasOwn(place.labels, name) && place.labels[name] === value);
}
