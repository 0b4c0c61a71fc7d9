import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { AccessSettings } from '../config/access-settings.js';
import { Senders } from './senders.js';
import { SHARE, Shares } from './shares.js';

const PROCESSES = 100;
const PART = { sockets: SHARE.sockets / PROCESSES, streams: SHARE.streams / PROCESSES };

const settings = { processes: PROCESSES, trustedProxies: ['10.0.0.1'] } as unknown as AccessSettings;
const socketOf = (remoteAddress: string) => Object.assign(new EventEmitter(), { remoteAddress }) as unknown as Socket;

function request(socket: Socket, url = '/simulations', headers = {}): [IncomingMessage, ServerResponse & EventEmitter] {
  const response = Object.assign(new EventEmitter(), { setHeader: () => undefined });
  return [{ method: 'GET', url, headers, socket } as unknown as IncomingMessage, response as unknown as ServerResponse & EventEmitter];
}

describe('what one address may hold', () => {
  it('are so many connections, until it closes some; others have their own', () => {
    const shares = new Shares(settings, new Senders(settings));
    const sockets = Array.from({ length: PART.sockets }, () => socketOf('192.0.2.1'));
    for (const socket of sockets) shares.opened(socket);
    const [surplus, other] = [socketOf('192.0.2.1'), socketOf('192.0.2.2')];
    for (const socket of [surplus, other]) shares.opened(socket);
    expect(shares.refusal(...request(sockets[0]))).toBeNull();
    expect(shares.refusal(...request(other))).toBeNull();
    expect(shares.refusal(...request(surplus))).toMatchObject({ code: 'too_many_connections', message: expect.stringContaining('200') });
    for (const socket of [surplus, sockets[0]]) (socket as unknown as EventEmitter).emit('close');
    const next = socketOf('192.0.2.1');
    shares.opened(next);
    expect(shares.refusal(...request(next))).toBeNull();
  });

  it('are any number of connections of a trusted proxy', () => {
    const shares = new Shares(settings, new Senders(settings));
    const sockets = Array.from({ length: PART.sockets + 1 }, () => socketOf('10.0.0.1'));
    for (const socket of sockets) shares.opened(socket);
    expect(shares.refusal(...request(sockets.at(-1)!))).toBeNull();
  });

  it('are so many streams of events, until it ends some', () => {
    const shares = new Shares(settings, new Senders(settings));
    const streams = Array.from({ length: PART.streams }, () => request(socketOf('192.0.2.1'), '/events?after=0'));
    for (const stream of streams) expect(shares.refusal(...stream)).toBeNull();
    const more = request(socketOf('192.0.2.1'), '/events/x');
    expect(shares.refusal(...more)).toMatchObject({ code: 'too_many_connections' });
    // The router takes all of them for the same.
    for (const url of ['/Events', '/EVENTS/x', '/events/', 'http://192.0.2.9/events', 'http://192.0.2.9/eVents?after=1'])
      expect(shares.refusal(...request(socketOf('192.0.2.1'), url))).toMatchObject({ code: 'too_many_connections' });
    streams[0][1].emit('close');
    expect(shares.refusal(...more)).toBeNull();
  });

  it('are so many keys in a day', () => {
    const shares = new Shares({ ...settings, processes: SHARE.keys / 2 }, new Senders(settings));
    const keyed = () => shares.refusal(...request(socketOf('192.0.2.1'), '/simulate', { 'idempotency-key': 'k' }));
    expect([keyed(), keyed()]).toEqual([null, null]);
    expect(keyed()).toMatchObject({ code: 'too_many_connections', message: expect.stringContaining('Idempotency-Key') });
  });
});
