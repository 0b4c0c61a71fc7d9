import type { Archive } from './archive.js';
import { foreign } from './envelope.js';

/** Brings in what a `SnapshotWriter` has carried out. The numbers have been checked and are trusted; that they are as many as asked for is not. */
export class SnapshotReader implements Archive {
  readonly restoring = true;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** To be called when all has been asked for. Throws `foreign_snapshot` where there is more. */
  end(): void {
    if (this.at < this.view.byteLength) throw foreign('holds more than its scenario and edits account for');
  }

  real(): number {
    return this.view.getFloat64(this.pass(8), true);
  }

  whole(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.view.getUint8(this.pass(1));
      if (byte < 128) return value + byte * unit;
      value += (byte - 128) * unit;
    }
  }

  flag(): boolean {
    return this.view.getUint8(this.pass(1)) === 1;
  }

  text(): string {
    const length = this.whole();
    const { buffer, byteOffset } = this.view;
    return Buffer.from(buffer, byteOffset + this.pass(length), length).toString('utf8');
  }

  reals(array: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) array[i] = this.real();
  }

  ints(array: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) array[i] = this.view.getInt32(this.pass(4), true);
  }

  wholes(array: Float64Array, from: number, to: number): void {
    for (let i = from; i < to; i++) array[i] = this.whole();
  }

  private pass(bytes: number): number {
    const at = this.at;
    this.at += bytes;
    if (this.at > this.view.byteLength) throw foreign('holds less than its scenario and edits ask for');
    return at;
  }
}
