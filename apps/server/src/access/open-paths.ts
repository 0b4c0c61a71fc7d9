/** What is told to everybody: whether the server lives, and how it is spoken to. */
const OPEN = new Set(['/healthz', '/readyz', '/docs', '/openapi.json', '/openapi.yaml', '/asyncapi.json']);

/** Only what is named here is open; a way that the router would take for one of these but is written otherwise is not. */
export function isOpen(path: string): boolean {
  return OPEN.has(path) || path.startsWith('/docs/');
}
