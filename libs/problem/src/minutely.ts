const MINUTE_MS = 60_000;
/** Subjects that are told apart; the rest count as one. */
const MOST_SUBJECTS = 1_000;
const THE_REST = '(others)';

interface Count {
  unsaid: number;
  timer: NodeJS.Timeout;
}

/** Says the same thing about one subject at most once a minute: at once the first time, then with how often it has happened since. */
export class Minutely {
  private readonly counts = new Map<string, Count>();

  constructor(private readonly everyMs = MINUTE_MS) {}

  /**
   * @param subject what is told apart, such as the id of an agent and what it has done
   * @param say writes the line; `times` is how often it has happened since the last one
   */
  note(subject: string, say: (times: number) => void): void {
    const key = this.counts.has(subject) || this.counts.size < MOST_SUBJECTS ? subject : THE_REST;
    const count = this.counts.get(key);
    if (count) {
      count.unsaid += 1;
      return;
    }
    say(1);
    const timer = setInterval(() => this.tell(key, say), this.everyMs).unref();
    this.counts.set(key, { unsaid: 0, timer });
  }

  private tell(key: string, say: (times: number) => void): void {
    const count = this.counts.get(key);
    if (!count) return;
    if (count.unsaid > 0) {
      say(count.unsaid);
      count.unsaid = 0;
      return;
    }
    clearInterval(count.timer);
    this.counts.delete(key);
  }
}
