/** One thing that is wrong with what was sent, written so that its sender can mend it. */
export interface FieldProblem {
  /** RFC 6901 JSON pointer to the offending member; `""` is the whole document. */
  pointer: string;
  /** What is wrong and how to mend it, in one sentence. */
  message: string;
  /** The offending value, shortened where it is long; absent where there is none. */
  value?: unknown;
  /** What is accepted in its place. */
  accepted?: string;
}
