const RESERVED = /[~/]/;

/** Appends one member name or array index to an RFC 6901 JSON pointer. */
export function at(pointer: string, member: string | number): string {
  // Asked for each member of each request that is read, of which hardly any needs it.
  const plain = typeof member === 'number' || !RESERVED.test(member);
  return `${pointer}/${plain ? member : member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
