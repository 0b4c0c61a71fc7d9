import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import swc from '@swc/jest';

/** What belongs to the language itself. `Date` is not among them: it may be replaced by a clock of a test. */
const BUILT_IN = [
  ...['Array', 'ArrayBuffer', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Error', 'Float32Array', 'Float64Array'],
  ...['Infinity', 'Int16Array', 'Int32Array', 'Int8Array', 'JSON', 'Map', 'Math', 'NaN', 'Number', 'Object', 'Promise', 'RangeError'],
  ...['Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'TypeError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'WeakMap', 'WeakSet'],
];
const VERSION = createHash('sha1')
  .update(readFileSync(import.meta.filename))
  .digest('hex');

/**
 * Jest runs a test file in a context of its own, where each access to a global is a call into C++ that V8 cannot optimize: the engine took up to five times as
 * long as elsewhere. A module that has taken them into constants once runs as fast as in production. On its first line, so that no line moves.
 */
function withOwnBuiltIns({ code, map }) {
  const used = BUILT_IN.filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return { code: `const { ${used.join(', ')} } = globalThis; ${code}`, map };
}

/** Compiles TypeScript by swc. */
export default {
  createTransformer(options) {
    const compiler = swc.createTransformer(options);
    return {
      canInstrument: false,
      getCacheKey: (...about) => compiler.getCacheKey(...about) + VERSION,
      process: (...source) => withOwnBuiltIns(compiler.process(...source)),
      processAsync: async (...source) => withOwnBuiltIns(await compiler.processAsync(...source)),
    };
  },
};
