import { spawnSync } from 'node:child_process';

/** Why a tool cannot be used here, or null where it can: it is asked with these arguments, and must answer what `expected` matches. */
export function missing(tool: string, args: string[], expected: RegExp): string | null {
  const { error, stdout } = spawnSync(tool, args, { encoding: 'utf8' });
  if (error) return `${tool} is not installed`;
  return expected.test(stdout) ? null : `${[tool, ...args].join(' ')} does not answer ${String(expected)}`;
}

/** Says on the terminal why tests are skipped; returns whether they are. */
export function skipped(what: string, reason: string | null): boolean {
  if (reason !== null) process.stderr.write(`Skipped: ${what}, because ${reason}.\n`);
  return reason !== null;
}

/** @throws Error with what it printed, when it fails */
export function output(tool: string, args: string[], env: NodeJS.ProcessEnv = process.env): string {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[tool, ...args].join(' ')}: ${stderr || stdout}`);
  return stdout;
}
