import fc from 'fast-check';
import type { OpenApi, Operation, Parameter } from './document.js';
import { junk, valuesOf } from './values.js';

export interface FuzzRequest {
  operation: Operation;
  method: string;
  /** With its query. `SIM<n>` stands for the id of the n-th simulation that there is. */
  target: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** How a tested request comes to differ from what the document describes, in rising order. */
const WILDNESS = [0, 0, 3, 30];

const HEADER_TEXT = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 30 }),
  fc.constantFrom('"1"', 'W/"1"', '*', '"1", "2"', '"-1"', '"999999999999999999999"', 'x'.repeat(300), '0', '18446744073709551616'),
);

const TYPES = [
  'application/json; charset=utf-8',
  'application/merge-patch+json',
  'text/plain',
  'application/jsonx',
  '',
  'application/json;charset=utf-7',
];

/** Requests to every operation of a document, from such as it describes to such as nobody would send. */
export function requestsOf(document: OpenApi, operations: readonly Operation[], simulations: number): fc.Arbitrary<FuzzRequest> {
  const values = new Map(WILDNESS.map((wild) => [wild, valuesOf(document, wild)]));
  const simId = fc.nat(simulations - 1).map((n) => `SIM${n}`);
  const junkText = junk.map((value) => encode(typeof value === 'string' ? value : JSON.stringify(value)));

  const parameter = ({ name, in: where, schema }: Parameter, wild: number): fc.Arbitrary<string> => {
    const one = values.get(wild)!(schema).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    if (where === 'header') return HEADER_TEXT;
    if (name === 'sim_id') return fc.oneof({ weight: 8, arbitrary: simId }, fc.uuid(), junkText.filter(isStep));
    const any = fc.oneof({ weight: 5, arbitrary: one.map(encode) }, junkText);
    return where === 'path' ? any.filter(isStep) : any;
  };

  const body = (operation: Operation, wild: number): fc.Arbitrary<Buffer | null> => {
    if (!operation.body) return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, junk.map(bytes));
    const { schema, examples } = operation.body;
    const whole = fc.oneof(values.get(wild)!(schema), fc.constantFrom(...examples)).map(bytes);
    if (wild < 30) return whole;
    return fc.oneof(whole, junk.map(bytes), fc.tuple(whole, fc.nat(), fc.nat(255)).map(mutilated), fc.constant(null));
  };

  const request = (operation: Operation): fc.Arbitrary<FuzzRequest> =>
    fc.constantFrom(...WILDNESS).chain((wild) => {
      const given = operation.parameters.map((one) =>
        fc.option(parameter(one, wild), { freq: one.in === 'path' ? 1e9 : 2, nil: undefined }),
      );
      const type = fc.oneof({ weight: wild < 30 ? 1e6 : 5, arbitrary: fc.constant('application/json') }, fc.constantFrom(...TYPES));
      const extra =
        wild < 30
          ? fc.constant({})
          : fc.dictionary(fc.constantFrom('x-request-id', 'accept', 'cookie', 'content-encoding', 'range', 'expect'), HEADER_TEXT, {
              maxKeys: 1,
            });
      return fc.tuple(fc.tuple(...given), body(operation, wild), type, extra).map(([texts, sent, contentType, others]) => {
        const headers: Record<string, string> = { ...others };
        const query: string[] = [];
        let path = operation.path;
        operation.parameters.forEach(({ name, in: where }, i) => {
          const value = texts[i];
          if (where === 'path') path = path.replace(`{${name}}`, value ?? 'x');
          else if (value !== undefined && where === 'header') headers[name.toLowerCase()] = value;
          else if (value !== undefined) query.push(`${name}=${value}`);
        });
        if (sent) headers['content-type'] = contentType;
        return { operation, method: operation.method, target: query.length > 0 ? `${path}?${query.join('&')}` : path, headers, body: sent };
      });
    });

  return fc.constantFrom(...operations, ...operations.filter((operation) => operation.body)).chain(request);
}

function bytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** Cut, doubled, or with one byte changed. */
function mutilated([whole, where, byte]: [Buffer, number, number]): Buffer {
  const at = where % (whole.length || 1);
  if (byte < 64) return whole.subarray(0, at);
  if (byte < 96) return Buffer.concat([whole, whole.subarray(at)]);
  const changed = Buffer.from(whole);
  changed[at] = byte;
  return changed;
}

/** Where a step is empty, or dots that clients resolve, the path is that of something else. */
function isStep(text: string): boolean {
  return !['', '.', '..'].includes(text);
}

/** Percent-encoded; UTF-8 has no lone surrogates. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
