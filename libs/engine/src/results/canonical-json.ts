import canonicalizeModule from 'canonicalize';

/**
 * Canonical JSON (RFC 8785): the same text for the same content, in whatever order its members stand. The package is CommonJS and exports the
 * function itself, which its type declarations do not say.
 */
export const canonicalJson = canonicalizeModule as unknown as (input: unknown) => string;
