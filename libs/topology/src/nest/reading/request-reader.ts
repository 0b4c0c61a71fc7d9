import { Inject, Injectable } from '@nestjs/common';
import { SMALL_BYTES } from '@skein/intake';
import type { Speed } from '../../model/config.js';
import type { Limits } from '../../model/defaults.js';
import { refusalError, type AdmittedRequest, type ReadOutcome, type TopologyReport } from '../../request/outcome.js';
import { readSpeed } from '../../request/reading/read-speed.js';
import { ReadingThreads } from './reading-threads.js';
import { read, type Readings } from './reading.js';

/** DI token for the `Limits` in force. */
export const REQUEST_LIMITS = Symbol('REQUEST_LIMITS');

/**
 * Larger bodies are read on another thread: here they would hold up every other request for tens of milliseconds and more. The diameter
 * of a topology takes more than linear time, so there the line is drawn earlier.
 */
export const LARGEST_IN_LINE_BYTES: Readonly<Record<keyof Readings, number>> = { request: SMALL_BYTES, topology: 20 * 1024 };

/** Reads the bodies of requests, as raw bytes; which thread does it makes no difference to the outcome. */
@Injectable()
export class RequestReader {
  constructor(
    @Inject(REQUEST_LIMITS) private readonly limits: Limits,
    private readonly threads: ReadingThreads,
  ) {}

  /** @throws DomainError `not_json` or `validation_failed` with everything that is wrong */
  async readRequest(body: unknown): Promise<AdmittedRequest> {
    const outcome = await this.read('request', body);
    if (!outcome.ok) throw refusalError(outcome.refusal);
    return { ...outcome.value, sent: withoutMark(bytesOf(body)) };
  }

  /** @throws DomainError `not_json` or `validation_failed` */
  readSpeed(body: unknown): Speed {
    const outcome = readSpeed(bytesOf(body));
    if (!outcome.ok) throw refusalError(outcome.refusal);
    return outcome.value;
  }

  /**
   * A bare topology, or a whole request: what can be said about it, or what is wrong with it.
   * @throws DomainError `not_json`
   */
  async readTopology(body: unknown): Promise<ReadOutcome<TopologyReport>> {
    const outcome = await this.read('topology', body);
    if (!outcome.ok && outcome.refusal.code === 'not_json') throw refusalError(outcome.refusal);
    return outcome;
  }

  private async read<Kind extends keyof Readings>(kind: Kind, body: unknown): Promise<ReadOutcome<Readings[Kind]>> {
    const task = { kind, body: bytesOf(body), limits: this.limits };
    return task.body.byteLength > LARGEST_IN_LINE_BYTES[kind] ? this.threads.read(task) : read(task);
  }
}

/** Without a byte order mark, with which readers of JSON differ. */
function withoutMark(body: Uint8Array): Uint8Array {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

/** Express leaves no bytes, but undefined or {}, where a request came without a body. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
