/** Appends one member name or array index to an RFC 6901 JSON pointer. */
export function at(pointer: string, member: string | number): string {
  return `${pointer}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
