/** Counts, for whoever watches, how often a request is begun once more. */
export abstract class Repetitions {
  /** @param cause somebody else was faster with a change, or something outside did not answer */
  abstract add(cause: 'overtaken' | 'outage'): void;
}
