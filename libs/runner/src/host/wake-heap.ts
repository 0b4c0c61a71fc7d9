/** Something that wants to be looked at, at a time. */
export interface Waking {
  /** Wall clock; not to be changed while in a heap. */
  wakeMs: number;
  /** Its place in the heap, kept by the heap; -1 outside. */
  place: number;
}

/** A binary heap with the earliest on top, from which anything can be taken in logarithmic time. */
export class WakeHeap<T extends Waking> {
  private readonly items: T[] = [];

  get first(): T | undefined {
    return this.items[0];
  }

  add(item: T): void {
    this.items.push(item);
    this.rise(item, this.items.length - 1);
  }

  /** Takes out what is in, and leaves alone what is not. */
  remove(item: T): void {
    const { place } = item;
    if (place < 0) return;
    item.place = -1;
    const last = this.items.pop();
    if (last === undefined || last === item) return;
    // What comes from the bottom may belong above the gap as well as below: it came from another branch.
    this.sink(last, place);
    this.rise(last, last.place);
  }

  private rise(item: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.items[above].wakeMs <= item.wakeMs) break;
      this.put(this.items[above], place);
      place = above;
    }
    this.put(item, place);
  }

  private sink(item: T, from: number): void {
    const { items } = this;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && items[below + 1].wakeMs < items[below].wakeMs) below++;
      if (items[below].wakeMs >= item.wakeMs) break;
      this.put(items[below], place);
      place = below;
    }
    this.put(item, place);
  }

  private put(item: T, place: number): void {
    this.items[place] = item;
    item.place = place;
  }
}
