import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Ledger } from './ledger.js';
import { fromText, toLine } from './lines.js';
import type { JournalRecord } from './records.js';

/** A journal is rewritten when it has grown by this many bytes, and to twice of what was left by the last time. */
const GROWTH_BYTES = 1024 * 1024;
/** Between two tries to write where the disk refuses. */
const RETRY_MS = 1000;

/**
 * What an agent must not forget, in a file that is only appended to. Records that come while a write is under way go out with the next one, so
 * that many commands share an fsync.
 */
export class Journal {
  readonly ledger = new Ledger();
  private pending: { line: string; written: () => void }[] = [];
  private flushing: Promise<void> | null = null;
  private handle: FileHandle | null = null;
  private bytes = 0;
  private bytesAtRewrite = 0;
  private readonly closing = new AbortController();

  private constructor(
    private readonly file: string,
    private readonly log: Logger,
  ) {}

  /** Reads what is there; rejects where the directory cannot be read or written. */
  static async open(file: string, log: Logger): Promise<Journal> {
    const journal = new Journal(file, log);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const { records, unreadable } = fromText(text);
    for (const record of records) journal.ledger.apply(record);
    if (unreadable > 0) log.warn(`The journal ${file} had ${unreadable} unfinished lines, as after a kill; they are left out.`);
    // A line that was torn off must not be gone on with.
    await journal.rewrite();
    return journal;
  }

  /** Counts at once, and resolves when it is on the disk; where the disk refuses it tries again, for as long as the journal is open; then never. */
  write(record: JournalRecord): Promise<void> {
    this.ledger.apply(record);
    return new Promise((written) => {
      // Another may have the file by now.
      if (this.closing.signal.aborted) return;
      this.pending.push({ line: toLine(record), written });
      this.flushing ??= this.flush();
    });
  }

  /** Resolves when all that was written is on the disk, or the disk has refused it once more. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.flushing;
    await this.handle?.close();
    this.handle = null;
  }

  private async flush(): Promise<void> {
    // What is written in the same turn goes out together.
    await Promise.resolve();
    while (this.pending.length > 0) {
      const batch = this.pending;
      this.pending = [];
      try {
        await this.put(batch.map(({ line }) => line).join(''));
      } catch (error) {
        this.log.error({ err: error }, `The journal ${this.file} cannot be written; commands wait.`);
        if (this.closing.signal.aborted) break;
        // Some of it may be in the file: the whole is written anew, from the ledger, which has the records already.
        await this.handle?.close().catch(() => undefined);
        this.handle = null;
        this.pending = [...batch, ...this.pending];
        await delay(RETRY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
        continue;
      }
      for (const { written } of batch) written();
    }
    this.flushing = null;
  }

  private async put(text: string): Promise<void> {
    const grown = this.bytes - this.bytesAtRewrite;
    if (!this.handle || (grown > GROWTH_BYTES && grown > this.bytesAtRewrite)) {
      await this.rewrite();
      return;
    }
    await this.handle.appendFile(text);
    await this.handle.datasync();
    this.bytes += Buffer.byteLength(text);
  }

  /** Puts what the ledger adds up to in the place of the file. A kill leaves the old file, or the new one. */
  private async rewrite(): Promise<void> {
    const draft = `${this.file}.draft`;
    const text = this.ledger.records().map(toLine).join('');
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.appendFile(text);
      await handle.sync();
      await rename(draft, this.file);
      await syncDirectory(path.dirname(this.file));
    } catch (error) {
      await handle.close();
      throw error;
    }
    await this.handle?.close();
    this.handle = handle;
    this.bytes = this.bytesAtRewrite = Buffer.byteLength(text);
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
