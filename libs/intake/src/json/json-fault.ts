import { quote } from './preview.js';

/** Where a text stops being JSON. */
export interface JsonFault {
  /** Both from 1; the column counts UTF-16 units. */
  line: number;
  column: number;
  expected: string;
  found: string;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** One piece of a string at a time: a single expression for all of it overflows the stack on megabytes. */
const STRING_PIECE = /[^"\\\u0000-\u001f]{1,4096}|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

/**
 * Finds the first fault of a text that `JSON.parse` refuses. Its own message names a position only sometimes, and differs between
 * versions of Node. Nesting is kept on a list, not on the call stack.
 */
export function findFault(text: string): JsonFault {
  return new FaultFinder(text).find();
}

type State = 'value' | 'first element' | 'first name' | 'name' | 'after';

const EXPECTED: Record<State, string> = {
  value: 'a value',
  'first element': "a value or ']'",
  'first name': "a name in double quotes or '}'",
  name: 'a name in double quotes',
  after: "',' or the end of the list or object",
};

class FaultFinder {
  private index = 0;
  private readonly open: ('[' | '{')[] = [];
  private state: State = 'value';

  constructor(private readonly text: string) {}

  find(): JsonFault {
    for (;;) {
      this.skip(SPACE);
      if (this.state === 'after' && this.open.length === 0) return this.fault('the end of the text');
      const fault = this.step(this.text[this.index]);
      if (fault !== null) return this.fault(fault);
    }
  }

  /** Takes one token; answers with what was expected where there is none. */
  private step(next: string | undefined): string | null {
    if (this.state === 'after') return this.afterValue(next);
    if ((this.state === 'first element' && next === ']') || (this.state === 'first name' && next === '}')) return this.close();
    if (this.state === 'name' || this.state === 'first name') return next === '"' ? this.name() : EXPECTED[this.state];
    if (next === '[' || next === '{') return this.begin(next);
    if (next === '"') return this.string();
    if (!this.skip(SCALAR)) return EXPECTED[this.state];
    this.state = 'after';
    return null;
  }

  private afterValue(next: string | undefined): string | null {
    const container = this.open.at(-1);
    if (next === (container === '[' ? ']' : '}')) return this.close();
    if (next !== ',') return EXPECTED.after;
    this.index += 1;
    this.state = container === '[' ? 'value' : 'name';
    return null;
  }

  private begin(container: '[' | '{'): null {
    this.index += 1;
    this.open.push(container);
    this.state = container === '[' ? 'first element' : 'first name';
    return null;
  }

  private close(): null {
    this.index += 1;
    this.open.pop();
    this.state = 'after';
    return null;
  }

  private name(): string | null {
    const fault = this.string();
    if (fault !== null) return fault;
    this.skip(SPACE);
    if (this.text[this.index] !== ':') return "':' after the name";
    this.index += 1;
    this.state = 'value';
    return null;
  }

  private string(): string | null {
    this.index += 1;
    while (this.skip(STRING_PIECE));
    if (this.text[this.index] !== '"') return 'the rest of a string (control characters and backslashes need escaping)';
    this.index += 1;
    this.state = 'after';
    return null;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.index;
    const match = pattern.exec(this.text);
    if (match === null) return false;
    this.index += match[0].length;
    return match[0].length > 0;
  }

  private fault(expected: string): JsonFault {
    const before = this.text.slice(0, this.index);
    const line = before.split('\n').length;
    const column = this.index - before.lastIndexOf('\n');
    const rest = this.text.slice(this.index, this.index + 10);
    return { line, column, expected, found: rest === '' ? 'the end of the text' : quote(rest) };
  }
}
