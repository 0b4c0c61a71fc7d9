import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';

const KEPT_BYTES = 10 * 1024 * 1024;

/** Where the embedded server's messages go: `postgres.log`, and the one before as `postgres.log.1` once it has grown large. */
export class ServerLog {
  readonly file: string;

  constructor(dataDir: string) {
    this.file = path.join(dataDir, 'postgres.log');
  }

  /** Opens it for appending; the caller closes it. */
  async open(): Promise<FileHandle> {
    if ((await this.size()) > KEPT_BYTES) await rename(this.file, `${this.file}.1`);
    return open(this.file, 'a', 0o600);
  }

  size(): Promise<number> {
    return stat(this.file).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** What was written from `offset` on. */
  async since(offset: number): Promise<string> {
    const content = await readFile(this.file).catch(() => Buffer.alloc(0));
    return content.subarray(offset).toString('utf8').trim();
  }
}
