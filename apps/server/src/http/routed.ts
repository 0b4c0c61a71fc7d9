/** What whoever finds the handler of a request writes down at it, as Express does. */
export interface Routed {
  /** The path with its parameters unnamed. */
  route?: { path: unknown };
  params?: Readonly<Record<string, unknown>>;
}

/** What the answer of a request that was refused carries for the log. */
export interface Refused {
  locals?: { code?: unknown; cause?: unknown };
}
