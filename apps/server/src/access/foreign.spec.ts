import { describe, expect, it } from '@jest/globals';
import { foreignHeader } from './foreign.js';

const loopback = { loopbackOnly: true, origins: new Set(['https://dashboard.example']) };

describe('a request to a server that asks for no token', () => {
  it.each(['localhost', 'localhost:8000', 'LOCALHOST:8000', '127.0.0.1:8000', '127.1.2.3', '[::1]:8000', undefined])(
    'may be for %s',
    (host) => expect(foreignHeader({ host }, loopback)).toBeNull(),
  );

  it.each([
    'example.org',
    'example.org:8000',
    'localhost.example.org',
    '127.0.0.1.example.org:8000',
    '127.0.0.1:8000@example.org',
    'localhost:8000,example.org',
    '192.168.0.7:8000',
    '',
  ])('may not be for %j', (host) => expect(foreignHeader({ host }, loopback)).toBe('host'));

  it('may come from a page of its own, or of one that was let in', () => {
    for (const origin of ['http://localhost:8000', 'https://localhost:8000', 'https://dashboard.example'])
      expect(foreignHeader({ host: 'localhost:8000', origin }, loopback)).toBeNull();
  });

  it.each([
    'http://example.org',
    'http://localhost:3000',
    'http://localhost',
    'http://127.0.0.1:8000',
    'https://dashboard.example.org',
    'http://dashboard.example',
    'file://',
    'null',
    '',
  ])('may not come from a page of %j', (origin) => expect(foreignHeader({ host: 'localhost:8000', origin }, loopback)).toBe('origin'));

  it('may be for any name where the server is reached by names that it does not know', () => {
    const anywhere = { ...loopback, loopbackOnly: false };
    expect(foreignHeader({ host: 'skein.internal' }, anywhere)).toBeNull();
    expect(foreignHeader({ host: 'skein.internal', origin: 'http://skein.internal' }, anywhere)).toBeNull();
    expect(foreignHeader({ host: 'skein.internal', origin: 'http://example.org' }, anywhere)).toBe('origin');
  });
});
