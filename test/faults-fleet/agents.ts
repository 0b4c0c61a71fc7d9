import type { Forwarder } from '../support/forwarder.js';

/** Some agent, as faults and senders see it. */
export interface Subject {
  readonly id: string;
  readonly link: Forwarder;
  /** In the hands of a fault; no other is to touch it. */
  taken: boolean;
}

/** A command that was given, and what the agent is to say of it. */
export interface Given {
  id: string;
  agent: string;
  command: string;
  /** How it ends where nothing strikes the agent. */
  state: 'succeeded' | 'failed' | 'rejected';
  /** What the agent says of it then. */
  result: RegExp;
}

/** Where a command stands, as the server says. */
export interface Standing {
  id: string;
  state: string;
  result: string | null;
}
