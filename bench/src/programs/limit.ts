import { ask, compile } from './native.js';

/** No -march=native, which made no difference here, and no -ffast-math: the arithmetic is that of IEEE 754, as in JavaScript. */
const FLAGS = ['-std=c11', '-D_POSIX_C_SOURCE=200809L', '-O3', '-Wall', '-Wextra'];

export const HOW_TO_INSTALL = 'bench:limit needs a C compiler. On Debian or Ubuntu: apt-get install gcc libc6-dev';

/** The path of the compiled loop, or null where there is no compiler. */
export function buildLimit(): string | null {
  return ask('gcc', '--version') === null ? null : compile('gcc', 'limit/loop.c', FLAGS, ['-lm']);
}
