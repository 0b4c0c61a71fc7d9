/** What a client asked for, kept with the change that it made, so that a repetition finds it. */
export interface ChangeRequest {
  /** The client's `Idempotency-Key`, or an id that the server gave at the door. */
  requestId: string;
  operation: 'simulate' | 'stop' | 'restart' | 'delete' | 'pause' | 'resume' | 'speed' | 'edit';
  /** Digest of what was asked: the same key with another fingerprint is refused. */
  fingerprint: string;
}

/** A change request that was carried out, and the simulation that it was about. */
export interface AnsweredRequest extends ChangeRequest {
  simId: string;
  /** What it was answered with, where its repetition must say the same; else null. That of a submission holds its status, version and warnings. */
  answer: object | null;
}
