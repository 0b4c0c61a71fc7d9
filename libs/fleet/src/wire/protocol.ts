/** Of `hello` and `welcome`. Another number means other messages. */
export const PROTOCOL = 1;

/**
 * WebSocket subprotocol of agents that begin with `hello`: the server sends nothing before it. Whoever does not offer it gets commands at once, as
 * `{"id", "command"}`, until it says `hello` all the same.
 */
export const SUBPROTOCOL = 'skein.agent.v1';

/** A longer frame from an agent closes its socket with 1009. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Characters of one part of a message about simulations that is longer than this itself. */
export const PART_LENGTH = 1024 * 1024;

/**
 * Bytes of such a message when its parts are put together. Results of a tenth of the largest request that is accepted (10 000 nodes, 50 000 links, 200 000
 * flows, 100 000 samples) had 12.2 million characters, 2.3 million bytes packed: ten times that should fit.
 */
export const MAX_PACKED_BYTES = 64 * 1024 * 1024;

/** Bytes of such a message when it is unpacked. */
export const MAX_UNPACKED_BYTES = 192 * 1024 * 1024;

/** Characters of the result of one command. */
export const MAX_RESULT_LENGTH = 4 * 1024 * 1024;

/** Entries of each list in a `hello`; far beyond what an agent can be doing. */
export const MAX_LISTED = 100_000;

/** Why the server closes a socket, beside what RFC 6455 gives numbers for. */
export const CLOSE = {
  /** The server stops; others may serve, and it comes back. */
  going_away: 1001,
  /** A message has more bytes, or becomes more values, than one may. */
  too_large: 1009,
  /** Too much of the messages of all agents waits to be read. */
  try_again_later: 1013,
  /** Not answering, or not reading what is sent. */
  unresponsive: 4000,
  /** Another connection with the same id took its place. */
  replaced: 4001,
  /** The agent was deleted or its credential revoked. */
  revoked: 4003,
  /** The first message was no `hello`, or came too late. */
  no_hello: 4008,
  /** `hello` names a protocol that this server does not speak. */
  protocol: 4010,
} as const;
