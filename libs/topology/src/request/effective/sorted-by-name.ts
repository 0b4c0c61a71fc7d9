/** By code unit, so that the order in which labels were sent does not matter. */
export function sortedByName(labels: Readonly<Record<string, string>>): Record<string, string> {
  const byName = ([one]: [string, string], [other]: [string, string]) => (one < other ? -1 : 1);
  return Object.fromEntries(Object.entries(labels).sort(byName));
}
