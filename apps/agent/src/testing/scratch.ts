import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A directory of a test's own, and how to be rid of it. */
export function scratch(): { path: string; remove: () => void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'skein-agent-'));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
