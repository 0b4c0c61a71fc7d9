/** Who asks for something that may take its time. */
export interface Asker {
  /** The same for all that a client asks; turns are shared out by it. */
  client: string;
  /** Aborts when the client has left. */
  signal: AbortSignal;
}
