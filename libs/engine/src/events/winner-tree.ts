/**
 * The next event among a fixed set of slots, each with at most one pending: a tournament in which the smaller time wins and, at equal
 * times, the smaller slot. A complete binary tree stored by rows; node 1 is the winner, leaf `leaves + slot` a slot's own entry.
 *
 * Both the time and the slot of each match's winner are kept in the node, so that a replay reads only one sibling a level.
 * Source: D. Knuth, The Art of Computer Programming, volume 3, section 5.4.1.
 */
export class WinnerTree {
  readonly leaves: number;
  /** `timeSec[1]` is the time of the next event; Infinity where nothing is pending. */
  readonly timeSec: Float64Array;
  /** `winner[1]` is the slot of the next event. */
  readonly winner: Int32Array;

  constructor(slots: number) {
    let leaves = 1;
    while (leaves < slots) leaves *= 2;
    this.leaves = leaves;
    this.timeSec = new Float64Array(leaves * 2).fill(Infinity);
    this.winner = new Int32Array(leaves * 2);
    for (let slot = 0; slot < leaves; slot++) this.winner[leaves + slot] = slot;
    for (let node = leaves - 1; node > 0; node--) this.winner[node] = this.winner[node * 2];
  }

  /** Sets the slot that has just won, whose next event is never before its last. */
  replayWinner(slot: number, timeSec: number): void {
    const times = this.timeSec;
    const winner = this.winner;
    let node = this.leaves + slot;
    times[node] = timeSec;
    while (node > 1) {
      const sibling = node ^ 1;
      const rival = times[sibling];
      if (rival < timeSec || (rival === timeSec && winner[sibling] < slot)) {
        timeSec = rival;
        slot = winner[sibling];
      }
      node >>= 1;
      times[node] = timeSec;
      winner[node] = slot;
    }
  }

  /** Sets a slot to an earlier time than it had: it goes up for as long as it wins. */
  moveEarlier(slot: number, timeSec: number): void {
    const times = this.timeSec;
    const winner = this.winner;
    let node = this.leaves + slot;
    times[node] = timeSec;
    for (node >>= 1; node > 0; node >>= 1) {
      const best = times[node];
      if (best < timeSec || (best === timeSec && winner[node] < slot)) return;
      times[node] = timeSec;
      winner[node] = slot;
    }
  }

  get arrays(): readonly ArrayBufferView[] {
    return [this.timeSec, this.winner];
  }
}
