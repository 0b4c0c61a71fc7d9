import type { Request, Response } from 'express';

/** What one answer may hold of names, labels, arguments and results, in bytes. One entry alone may have more. */
export const PAGE_BYTES = 8 * 1024 * 1024;

export const PAGE_RULE =
  'An answer ends after `limit` entries or 8 MiB of names, labels, arguments and results, whichever comes first; it has at least one entry.';

/** Says where a plain list goes on, as RFC 8288 has it. */
export function linkNext(request: Request, response: Response, cursor: string | null): void {
  if (cursor === null) return;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query)) if (typeof value === 'string') query.set(name, value);
  query.set('cursor', cursor);
  response.setHeader('link', `<?${query.toString()}>; rel="next"`);
}
