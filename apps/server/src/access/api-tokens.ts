import { hash, timingSafeEqual } from 'node:crypto';

/** `Authorization: Bearer …` of RFC 6750; the scheme's name in any case, as all of HTTP's. */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** The tokens of the operator, of which only hashes are kept. */
export class ApiTokens {
  private readonly digests: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.digests = tokens.map(digest);
  }

  /** False: nobody is asked for one. */
  get required(): boolean {
    return this.digests.length > 0;
  }

  /**
   * Which of them the value of an `Authorization` header is; -1: none. The time it takes depends on how long the header is, and on
   * nothing that is secret: hashes have one length, and each is compared to its end.
   */
  which(authorization: string | undefined): number {
    const token = authorization && BEARER.exec(authorization)?.[1];
    if (!token) return -1;
    const sent = digest(token);
    return this.digests.reduce((found, known, i) => (timingSafeEqual(known, sent) ? i : found), -1);
  }
}

function digest(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
