/** Exits with 0 when the server in this container answers: what a container engine asks every now and then. */
const port = process.env['PORT'] || '8000';

try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(3_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
