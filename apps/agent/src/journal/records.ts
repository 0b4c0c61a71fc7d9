import type { Command, UnsentResult } from '@skein/fleet';

/** A command as it came. */
export type CommandOrder = Omit<Command, 'type'>;

export type CommandResult = UnsentResult;

export type FinalState = CommandResult['state'];

/** One line of the journal. */
export type JournalRecord =
  /** It is here, and will be carried out. */
  | ({ type: 'accepted' } & CommandOrder)
  /** From here on it is not to be begun again. */
  | { type: 'started'; id: string }
  | ({ type: 'ended' } & CommandResult)
  /** The server has its result. */
  | { type: 'settled'; id: string }
  /** What a compaction keeps of those: they must not run when they are delivered once more. */
  | { type: 'past'; ids: string[]; last_seq: number };
