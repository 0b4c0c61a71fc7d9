/** A time at which somebody wants to be woken. */
export class Wake<Sleeper> {
  /** Wall clock; not to be changed while in a heap. */
  atMs = 0;
  /** Its place in the heap, kept by the heap; -1 outside. */
  place = -1;

  constructor(readonly sleeper: Sleeper) {}
}

/** A binary heap with the earliest on top, from which any can be taken in logarithmic time. */
export class WakeHeap<Sleeper> {
  private readonly items: Wake<Sleeper>[] = [];

  get first(): Wake<Sleeper> | undefined {
    return this.items[0];
  }

  get size(): number {
    return this.items.length;
  }

  /** Takes in what is not in yet. */
  add(item: Wake<Sleeper>): void {
    if (item.place >= 0) return;
    this.items.push(item);
    this.rise(item, this.items.length - 1);
  }

  /** Takes out what is in, and leaves alone what is not. */
  remove(item: Wake<Sleeper>): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.items.pop();
    if (last === undefined || last === item) return;
    // What comes from the bottom may belong above the gap as well as below: it came from another branch.
    this.sink(last, place);
    this.rise(last, last.place);
  }

  private rise(item: Wake<Sleeper>, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.items[above].atMs <= item.atMs) break;
      this.put(this.items[above], place);
      place = above;
    }
    this.put(item, place);
  }

  private sink(item: Wake<Sleeper>, from: number): void {
    const { items } = this;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && items[below + 1].atMs < items[below].atMs) below++;
      if (items[below].atMs >= item.atMs) break;
      this.put(items[below], place);
      place = below;
    }
    this.put(item, place);
  }

  private put(item: Wake<Sleeper>, place: number): void {
    this.items[place] = item;
    item.place = place;
  }
}
