/**
 * What the requests of one sender are counted by: its address, or of IPv6 the first 64 bits of it, since whoever has one such
 * address has all of its network's.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1];
  const [head, tail] = address.split('::', 2) as [string, string?];
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined)
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - tail.split(':').length)).fill('0'), ...tail.split(':'));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
