interface Question<T> {
  answer: Promise<T>;
  askers: number;
  left: AbortController;
}

/** Questions that have not been put yet: one serves all that come with the same before it is. It is given up when all of them have left. */
export class JointQuestions<T> {
  private readonly waiting = new Map<string, Question<T>>();

  /**
   * @param put is given a signal that tells when nobody waits any more, and a function to be called as soon as later askers want a later answer
   */
  ask(key: string, signal: AbortSignal, put: (left: AbortSignal, begun: () => void) => Promise<T>): Promise<T> {
    const question = this.waiting.get(key) ?? this.begin(key, put);
    question.askers += 1;
    const leave = (): void => {
      question.askers -= 1;
      if (question.askers > 0) return;
      this.remove(key, question);
      question.left.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    return question.answer.finally(() => signal.removeEventListener('abort', leave));
  }

  private begin(key: string, put: (left: AbortSignal, begun: () => void) => Promise<T>): Question<T> {
    const left = new AbortController();
    const question: Question<T> = { answer: null as unknown as Promise<T>, askers: 0, left };
    this.waiting.set(key, question);
    const gone = (): void => this.remove(key, question);
    question.answer = put(left.signal, gone).finally(gone);
    return question;
  }

  private remove(key: string, question: Question<T>): void {
    if (this.waiting.get(key) === question) this.waiting.delete(key);
  }
}
