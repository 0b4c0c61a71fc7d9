/** So many handshakes wait for the database at once; it takes them together. */
const AT_ONCE = 500;

/** Lets so many through at a time, in the order in which they came. Whoever comes when it is full is delayed, never refused. */
export class Admission {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atOnce = AT_ONCE) {}

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.inside += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }
}
