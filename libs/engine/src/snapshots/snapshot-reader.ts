import type { Archive } from './archive.js';

/** Brings in what a `SnapshotWriter` has carried out. What it reads has been checked, so that it trusts it. */
export class SnapshotReader implements Archive {
  readonly restoring = true;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether everything has been read. */
  get ended(): boolean {
    return this.at === this.view.byteLength;
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
    return at;
  }
}
