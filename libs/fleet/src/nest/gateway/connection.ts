import type { WebSocket } from 'ws';
import type { ToAgent } from '../../wire/to-agent.js';
import type { AgentSession } from '../../session/agent-session.js';

/** Bytes that may wait in this process for an agent that reads slowly, before it is sent no more commands. */
const HELD_BYTES = 1024 * 1024;
/** Beyond this it does not read at all. */
const LOST_BYTES = 64 * 1024 * 1024;

/** For the agent's answer to a close, milliseconds. */
const CLOSE_MS = 5_000;

/** So many of an agent's frames may be under way to the database at once: whoever says more than it takes is not listened to meanwhile. */
export const MOST_ATTENDED = 1_000;

/** A socket, the protocol spoken over it, and what is known of its other end. */
export class Connection {
  heardAtMs: number;
  roundTripMs: number | null = null;
  /** Heard of since this was last noted in the database. */
  unnoted = false;
  /** Its `welcome` has been written, so that commands may follow; of an agent without `hello` none is waited for. */
  isWelcomed = false;
  private attended = 0;
  /** Frames that had come with one that is being read on another thread. */
  private readonly behind: Buffer[] = [];
  private readonly end = new AbortController();
  private closing: NodeJS.Timeout | undefined;
  /** Bytes that the transport had read when the last whole frame came. */
  private wholeBytes = 0;
  isReading = false;

  constructor(
    readonly socket: WebSocket,
    readonly session: AgentSession,
    readonly epoch: number,
    nowMs: number,
    /** What the socket is read from. */
    private readonly transport: { readonly bytesRead: number } = { bytesRead: 0 },
  ) {
    this.heardAtMs = nowMs;
  }

  get agentId(): string {
    return this.session.agentId;
  }

  /** It does not keep up with what it is sent. */
  get isHeld(): boolean {
    return this.socket.bufferedAmount > HELD_BYTES;
  }

  get isLost(): boolean {
    return this.socket.bufferedAmount > LOST_BYTES;
  }

  /** Before its `welcome` an agent that has said `hello` is not expected to obey, and its answers are lost. */
  get takesCommands(): boolean {
    return this.isWelcomed || !this.session.speaks;
  }

  /** No more is read of it at the moment, so that its silence means nothing. */
  get isPaused(): boolean {
    return this.isReading || this.attended >= MOST_ATTENDED;
  }

  /** Aborted when it has ended. */
  get ended(): AbortSignal {
    return this.end.signal;
  }

  /** It is being closed: what still comes over it is left. */
  get isClosing(): boolean {
    return this.closing !== undefined;
  }

  /** Bytes of a frame that is not complete. */
  get incompleteBytes(): number {
    return this.transport.bytesRead - this.wholeBytes;
  }

  /** A whole frame has come. */
  frameCame(): void {
    this.wholeBytes = this.transport.bytesRead;
  }

  /** Whether a frame has to wait for the one before it; then it is kept. */
  waits(frame: Buffer): boolean {
    if (this.isReading) this.behind.push(frame);
    return this.isReading;
  }

  /** From here on frames wait. At most what a socket reads at once is still to come. */
  beginReading(): void {
    this.isReading = true;
    this.socket.pause();
  }

  /** @returns frames that have come meanwhile, in their order, to be received again */
  endReading(): Buffer[] {
    this.isReading = false;
    if (!this.isPaused) this.socket.resume();
    return this.behind.splice(0);
  }

  /** @param done settles when what a frame asks for has been carried out; never rejects */
  attend(done: Promise<void>): void {
    this.attended += 1;
    if (this.isPaused) this.socket.pause();
    void done.then(() => {
      const wasPaused = this.isPaused;
      this.attended -= 1;
      if (wasPaused && !this.isPaused) this.socket.resume();
    });
  }

  /** Nothing more is to be done for it. */
  left(): void {
    clearTimeout(this.closing);
    this.session.discard();
    this.behind.length = 0;
    this.end.abort();
  }

  heard(nowMs: number): void {
    this.heardAtMs = nowMs;
    this.unnoted = true;
  }

  /** Our pings carry our clock, and come back with it; what was made up says nothing. */
  measured(sentAtMs: number, nowMs: number): void {
    if (sentAtMs > 0 && sentAtMs <= nowMs) this.roundTripMs = nowMs - sentAtMs;
  }

  send(frame: ToAgent): void {
    this.write(JSON.stringify(frame));
  }

  write(text: string): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(text, ignore);
  }

  close(code: number, reason: string): void {
    // Whoever does not answer the close is not waited for.
    this.closing ??= setTimeout(() => this.terminate(), CLOSE_MS).unref();
    // RFC 6455 leaves 123 bytes for the reason.
    this.socket.close(code, Buffer.from(reason).subarray(0, 123).toString().replaceAll('\ufffd', ''));
  }

  terminate(): void {
    this.socket.terminate();
  }
}

/** Whatever could not be sent is told by the close of the socket. */
function ignore(): void {}
