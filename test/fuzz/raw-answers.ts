import type { Answered } from '../support/http.js';

/** The answers in what came back on a connection, as far as they came whole. Throws where it is no HTTP. */
export function answersIn(text: string): Answered[] {
  const answers: Answered[] = [];
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n/.exec(rest)?.[1]);
    if (!status || end < 0) throw new Error(`No HTTP: ${JSON.stringify(rest.slice(0, 200))}`);
    const lines = rest.slice(0, end).split('\r\n').slice(1);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    rest = rest.slice(end + 4);
    if (status === 100) continue;
    if (status === 101 || headers['transfer-encoding']) return [...answers, { status, headers, text: '' }];
    const length = Number(headers['content-length'] ?? 0);
    answers.push({ status, headers, text: Buffer.from(rest.slice(0, length), 'latin1').toString() });
    rest = rest.slice(length);
  }
  return answers;
}
