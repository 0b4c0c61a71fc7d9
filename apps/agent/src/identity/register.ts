import { postJson } from './post-json.js';

/** An answer takes no longer, in milliseconds; a server under load delays its answers. */
const ANSWER_MS = 30_000;

export type Registration = { kind: 'registered'; secret: string | null } | { kind: 'refused'; status: number; detail: string };

/**
 * Makes an agent known to its server.
 * @param bearer the agent's secret, or the token with which it enrols; null at an open server
 * Rejects where the server cannot be reached, or is in trouble.
 */
export async function register(server: string, agent: { id: string; name: string }, bearer: string | null): Promise<Registration> {
  const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
  const { status, body } = await postJson(new URL('agents/register', base(server)), agent, headers, AbortSignal.timeout(ANSWER_MS));
  if (status >= 200 && status < 300) return { kind: 'registered', secret: text(body, 'secret') };
  const detail = text(body, 'detail') ?? `the server answered ${status}`;
  if (status >= 500 || status === 429) throw new Error(detail);
  return { kind: 'refused', status, detail };
}

/** A server may be mounted below a path. */
export function base(server: string): string {
  return server.endsWith('/') ? server : `${server}/`;
}

function text(body: unknown, member: string): string | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[member] : null;
  return typeof value === 'string' ? value : null;
}
