import fc from 'fast-check';

/** What is written on one connection, in this order. */
export type RawBytes = Buffer[];

const LINES = [
  'content-length: 5',
  'content-length: -1',
  'content-length: 99999999999999999999',
  'content-length: 5, 5',
  'transfer-encoding: chunked',
  'transfer-encoding: chunked, identity',
  'transfer-encoding : chunked',
  'Transfer-Encoding: xchunked',
  'host: evil.example',
  'host:',
  'host: localhost\0',
  'expect: 100-continue',
  'expect: nothing',
  'connection: keep-alive, upgrade',
  'upgrade: h2c',
  'content-encoding: gzip, gzip, gzip',
  'content-type: application/json\u00ff',
  'authorization: Bearer ',
  'origin: null',
  ': nameless',
  ' folded',
  'x\0y: z',
  `x-large: ${'x'.repeat(20_000)}`,
  'last-event-id: 18446744073709551616',
];

const BODIES = [
  '{}',
  '5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n',
  'FFFFFFFFFFFFFFFF\r\n{}',
  '1;a=b\r\n{\r\n0\r\n\r\n',
  `1;${'e'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`,
  '-1\r\n',
  '\0\0\0',
];

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE') },
  fc.constantFrom('HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'get', 'PRI', ''),
);
const target = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/healthz',
      '/simulate',
      '/status/x',
      '/simulations?limit=1',
      '/events/x',
      '/docs',
      '/openapi.json',
      '/topologies/validate',
      '/ws/x',
    ),
  },
  fc.constantFrom(
    '*',
    '//',
    '/%',
    '/status/%ff',
    '/status/%00',
    '/../..',
    'http://evil.example/simulate',
    '?',
    '',
    '/#',
    '/simulations?limit=%',
    '/docs/%2e%2e/x',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).map((path) => `/${path}`),
);
const version = fc.oneof(
  { weight: 9, arbitrary: fc.constant('HTTP/1.1') },
  fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', 'HTTQ', ''),
);
const line = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...LINES) }, fc.string({ unit: 'binary', maxLength: 30 }));
const ending = fc.oneof({ weight: 9, arbitrary: fc.constant('\r\n') }, fc.constantFrom('\n', '\r', '\r\n\r\n', '\0'));

const header = fc
  .tuple(method, target, version, fc.oneof(fc.constant([]), fc.array(line, { maxLength: 3 })), ending, fc.nat(9))
  .map(([verb, path, protocol, lines, end, host]) =>
    [`${verb} ${path} ${protocol}`, ...(host > 0 ? ['host: localhost'] : []), 'connection: close', ...lines, '', ''].join(end),
  );

/** What begins as HTTP. */
export const rawHttp: fc.Arbitrary<RawBytes> = fc
  .tuple(
    fc.array(fc.tuple(header, fc.oneof(fc.constant(''), fc.constantFrom(...BODIES))), { minLength: 1, maxLength: 2 }),
    fc.uint8Array({ maxLength: 40 }),
    fc.nat(),
    fc.nat(9),
  )
  .map(([messages, bytes, where, how]) => changed(Buffer.from(messages.flat().join(''), 'latin1'), Buffer.from(bytes), where, how));

const handshake = fc
  .tuple(
    fc.constantFrom('/ws/agent-1', '/ws/', '/ws', '/ws/%ff', '/ws/a/b', '/', '/ws/agent-1?x'),
    fc.constantFrom('13', '13', '13', '8', '', '256'),
    fc.constantFrom('dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ==', 'short', ''),
    fc.constantFrom('websocket', 'websocket', 'WebSocket', 'h2c', 'websocket, h2c'),
    fc.array(
      fc.constantFrom(
        'sec-websocket-extensions: permessage-deflate; x=',
        'sec-websocket-protocol: ,',
        'origin: http://evil.example',
        'content-length: 3',
      ),
      { maxLength: 1 },
    ),
  )
  .map(([path, protocolVersion, key, upgrade, lines]) =>
    [
      `GET ${path} HTTP/1.1`,
      'host: localhost',
      'connection: Upgrade',
      `upgrade: ${upgrade}`,
      `sec-websocket-version: ${protocolVersion}`,
      `sec-websocket-key: ${key}`,
      ...lines,
      '',
      '',
    ].join('\r\n'),
  );

/** First byte, second byte, and what follows, of a frame: any operation code, reserved bits, lengths that are not true, unmasked or masked. */
const frame = fc
  .tuple(fc.nat(255), fc.oneof(fc.nat(255), fc.constantFrom(0x80, 0x85, 0xfe, 0xff, 0x7f)), fc.uint8Array({ maxLength: 30 }))
  .map(([first, second, rest]) => Buffer.from([first, second, ...rest]));

/** What begins as the handshake of a WebSocket, and frames behind it. */
export const rawWebSocket: fc.Arbitrary<RawBytes> = fc
  .tuple(handshake, fc.array(frame, { maxLength: 4 }))
  .map(([text, frames]) => [Buffer.from(text, 'latin1'), ...frames]);

/** Whole, cut off, with bytes set in or put in the place of others. */
function changed(whole: Buffer, bytes: Buffer, where: number, how: number): RawBytes {
  const at = where % (whole.length + 1);
  if (how < 6) return [whole];
  if (how < 7) return [whole.subarray(0, at)];
  const rest = whole.subarray(how < 9 ? at : at + bytes.length);
  return [whole.subarray(0, at), bytes, rest];
}
