import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@skein/problem';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, isSimId } from './list-cursor.js';

describe('list cursors', () => {
  it('come back as they were given out', () => {
    const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') });
    fc.assert(
      fc.property(dates, fc.uuid(), (createdAt, simId) =>
        expect(decodeCursor(encodeCursor({ createdAt, simId }))).toEqual({ createdAt, simId }),
      ),
    );
  });

  it('refuse anything else with a pointer, and never break', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text)).toThrow(DomainError);
        expect(() => decodeCursor(Buffer.from(text).toString('base64url'))).toThrow(DomainError);
      }),
    );
  });
});

describe('isSimId', () => {
  it('takes UUIDs in lower case only', () => {
    expect(isSimId('019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f')).toBe(true);
    for (const text of ['', '1', '019ABF3C-7D1E-7C41-9F0A-5D1C2B3A4E5F', "' or 1=1", '019abf3c-7d1e-7c41-9f0a-5d1c2b3a4e5f\n']) {
      expect(isSimId(text)).toBe(false);
    }
  });
});
