/** Ctrl-C or SIGTERM. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** The program that reads the output, such as `head`, has ended: nobody is there to be told anything. */
export class BrokenPipe extends Error {
  override readonly name = 'BrokenPipe';
}

/** A file or an option that cannot be used. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}
