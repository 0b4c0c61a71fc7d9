import type { Archive } from './archive.js';

/** The most bytes that a whole number takes, at seven bits a byte. */
const LONGEST_WHOLE = 8;

/** Carries state out, little end first on every processor. */
export class SnapshotWriter implements Archive {
  readonly restoring = false;
  private view: DataView<ArrayBuffer>;
  private length = 0;

  /** @param bytes about as many as will be written */
  constructor(bytes: number) {
    this.view = new DataView(new ArrayBuffer(bytes));
  }

  /** What has been written; good until more is. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.view.buffer, 0, this.length);
  }

  real(value: number): number {
    const at = this.take(8);
    this.view.setFloat64(at, value, true);
    return value;
  }

  whole(value: number): number {
    this.reserve(LONGEST_WHOLE);
    this.putWhole(value);
    return value;
  }

  flag(value: boolean): boolean {
    const at = this.take(1);
    this.view.setUint8(at, +value);
    return value;
  }

  text(value: string): string {
    const bytes = Buffer.from(value, 'utf8');
    this.whole(bytes.length);
    const at = this.take(bytes.length);
    new Uint8Array(this.view.buffer).set(bytes, at);
    return value;
  }

  reals(array: Float64Array, from: number, to: number): void {
    let at = this.take(8 * (to - from));
    const { view } = this;
    for (let i = from; i < to; i++, at += 8) view.setFloat64(at, array[i], true);
  }

  ints(array: Int32Array, from: number, to: number): void {
    let at = this.take(4 * (to - from));
    const { view } = this;
    for (let i = from; i < to; i++, at += 4) view.setInt32(at, array[i], true);
  }

  wholes(array: Float64Array, from: number, to: number): void {
    this.reserve(LONGEST_WHOLE * (to - from));
    for (let i = from; i < to; i++) this.putWhole(array[i]);
  }

  /** Seven bits a byte, the low ones first; the eighth says that more follow. */
  private putWhole(value: number): void {
    while (value > 127) {
      this.view.setUint8(this.length++, (value % 128) + 128);
      value = Math.floor(value / 128);
    }
    this.view.setUint8(this.length++, value);
  }

  /** Answers where the next so many bytes go; `view` may be another after it. */
  private take(bytes: number): number {
    this.reserve(bytes);
    const at = this.length;
    this.length += bytes;
    return at;
  }

  private reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.view.byteLength) return;
    const longer = new Uint8Array(Math.max(needed, 2 * this.view.byteLength));
    longer.set(this.bytes);
    this.view = new DataView(longer.buffer);
  }
}
