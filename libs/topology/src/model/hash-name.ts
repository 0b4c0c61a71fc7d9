/** Spreads every input bit over all output bits (the finalizer of MurmurHash3, A. Appleby, public domain). */
export function mixBits(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

/**
 * 128 bits from a name, one 32-bit word after the other: four multiplicative hashes of its UTF-16 code units with different odd
 * multipliers, stirred together at the end. Names that differ in one character give unrelated words.
 */
export function hashName(name: string): [number, number, number, number] {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i) + 1;
    a = Math.imul(a ^ unit, 0x9e3779b1) ^ (b >>> 15);
    b = Math.imul(b ^ unit, 0x85ebca77) ^ (c >>> 13);
    c = Math.imul(c ^ unit, 0xc2b2ae3d) ^ (d >>> 17);
    d = Math.imul(d ^ unit, 0x27d4eb2f) ^ (a >>> 14);
  }
  a = mixBits(a ^ name.length);
  b = mixBits(b ^ a);
  c = mixBits(c ^ b);
  d = mixBits(d ^ c);
  return [mixBits(a + d), mixBits(b + a), mixBits(c + b), mixBits(d + c)];
}
