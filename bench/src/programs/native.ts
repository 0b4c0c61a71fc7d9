import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './measurement.js';

const FOLDER = new URL('../../', import.meta.url);

/** Compiles a source of this folder; answers the path of the program. Throws what the compiler says. */
export function compile(compiler: string, source: string, flags: readonly string[], libraries: readonly string[]): string {
  const program = fileURLToPath(new URL(`dist/${source.replace(/\W/g, '-')}`, FOLDER));
  execFileSync(compiler, [...flags, fileURLToPath(new URL(source, FOLDER)), '-o', program, ...libraries], { stdio: ['ignore', 2, 2] });
  return program;
}

export function runNative(program: string, workload: string): Measurement {
  return JSON.parse(execFileSync(program, { input: workload, encoding: 'utf8' })) as Measurement;
}

/** What a tool prints, or null where it is not installed or fails. */
export function ask(tool: string, ...args: string[]): string | null {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
