import type { FromAgent } from '../wire/from-agent.js';
import type { FrameOutcome } from '../wire/read-frame.js';

/** Bytes of a message in parts, in their order: packed, or still base64 of that. */
export interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  isBase64: boolean;
}

/** A message of an agent that is too large to be read on the thread that serves HTTP: one frame, or all parts of one. */
export type LargeMessage = { kind: 'frame'; frame: Uint8Array<ArrayBuffer> } | { kind: 'parts'; pieces: Piece[] };

/** What it says. Of the simulation runner protocol, the message is what came of checking it (`isChecked`). */
export type LargeOutcome = FrameOutcome<FromAgent> & { isChecked?: boolean };

/** Reads the large messages of agents, on other threads. */
export abstract class LargeMessages {
  /**
   * The memory of the message may be handed over: the caller does not use it again.
   * @param signal nobody waits for it any more
   * @throws whatever keeps it from being read: that says nothing about the message
   */
  abstract read(message: LargeMessage, signal: AbortSignal): Promise<LargeOutcome>;
}
