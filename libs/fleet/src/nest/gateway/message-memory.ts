import { Injectable } from '@nestjs/common';
import type { Connection } from './connection.js';

/** Bytes that messages of all agents may take until they are read: some of the largest at once, or thousands that are just above small. */
export const MOST_BYTES = 256 * 1024 * 1024;

/** What the messages of agents that are not complete, or not read yet, take of this server's memory. */
@Injectable()
export class MessageMemory {
  private readonly held = new Map<Connection, number>();
  private sum = 0;

  get bytes(): number {
    return this.sum;
  }

  /**
   * Notes what a connection holds now.
   * @returns the connection that holds most, where all hold too much together: it has to end, and nobody else
   */
  note(connection: Connection, bytes: number): Connection | null {
    this.sum += bytes - (this.held.get(connection) ?? 0);
    if (bytes > 0) this.held.set(connection, bytes);
    else this.held.delete(connection);
    if (this.sum <= MOST_BYTES) return null;
    const [[largest]] = [...this.held].sort(([, one], [, other]) => other - one);
    return largest;
  }

  forget(connection: Connection): void {
    this.note(connection, 0);
  }
}
