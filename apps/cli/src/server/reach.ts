import { createSkein, getLiveness, SkeinProblem, SkeinUnreachable } from '@skein/client';

/** After so long without an answer, in milliseconds, whoever waits is told. */
const QUIET_MS = 1500;
/** A server that has not answered within this is out of reach, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Asks a server whether it is there, once: what is submitted is tried again and again, but a wrong address should be told at once.
 * @param waiting is told that there is no answer yet
 * @throws SkeinUnreachable that says what could not be reached, and what to do
 */
export async function reach(server: string, signal: AbortSignal, waiting: (text: string) => void): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const timer = setTimeout(() => waiting(`${server} does not answer yet; waiting up to ${PATIENCE_MS / 1000} s.`), QUIET_MS);
  try {
    const { client } = createSkein({ baseUrl: server, retry: false });
    const { data } = await getLiveness({ client, throwOnError: true, signal: AbortSignal.any([signal, patience]) });
    if ((data as { status?: unknown } | null)?.status !== 'ok') throw new Error('what answers is no Skein server');
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SkeinProblem) return;
    const why = patience.aborted ? `there was no answer within ${PATIENCE_MS / 1000} s` : whyOf(error);
    throw new SkeinUnreachable(`Cannot reach ${server}: ${why}. Start a server there, or name another with --server or SKEIN_SERVER.`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function whyOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code = '', response } = (cause ?? {}) as { code?: string; response?: { status: number } };
  if (response) return `what answers is no Skein server (it answered ${response.status})`;
  const words: Record<string, string> = { ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'the name is not known' };
  if (code === '') return message;
  return code in words ? `${words[code]} (${code})` : code;
}
