import type { Claim, Course, FromRunner, PackedSnapshot, ToRunner } from '../messages.js';

/** What only a runner of several threads has to say: claims that it held, and holds no more. */
export interface LostMessage {
  type: 'lost';
  reason: string;
  claims: Claim[];
  /** Given up in order: nothing of it is to blame. */
  handed_back?: boolean;
}

/** What is long is made small before it is sent. */
export type PackedSnapshotMessage = { type: 'snapshot'; snapshot: PackedSnapshot } & Claim;

/** All that comes from a runner at the other end of a socket. */
export type FromRemoteRunner = Exclude<FromRunner, { type: 'snapshot' }> | PackedSnapshotMessage | LostMessage;

/** A message as plain JSON: the bytes of snapshots are base64. */
export type JsonMessage = { type: string } & Record<string, unknown>;

export function toRunnerJson(message: ToRunner): JsonMessage {
  return 'course' in message ? { ...message, course: courseJson(message.course) } : { ...message };
}

export function fromRunnerJson(message: FromRemoteRunner): JsonMessage {
  return message.type === 'snapshot' ? { ...message, snapshot: snapshotJson(message.snapshot) } : { ...message };
}

/** Members without which a message is none, beside its type; what is in them is for the peer to get right. */
const MEMBERS: Record<ToRunner['type'], Record<string, 'string' | 'number' | 'boolean' | 'object'>> = {
  start: { sim_id: 'string', epoch: 'number', scenario: 'string', course: 'object' },
  hold: { sim_id: 'string', epoch: 'number', request: 'number', results: 'boolean' },
  release: { sim_id: 'string', epoch: 'number' },
  edit: { sim_id: 'string', epoch: 'number', entry: 'object' },
  pace: { sim_id: 'string', epoch: 'number' },
  drop: { sim_id: 'string', epoch: 'number' },
  results: { sim_id: 'string', epoch: 'number', request: 'number' },
  replay: { request: 'number', scenario: 'string', course: 'object', final: 'boolean' },
};

/** @returns null for what is no message to a runner */
export function readToRunner(json: JsonMessage): ToRunner | null {
  const members = Object.hasOwn(MEMBERS, json.type) ? MEMBERS[json.type as ToRunner['type']] : null;
  const fits = members && Object.entries(members).every(([name, type]) => typeof json[name] === type && json[name] !== null);
  if (!fits) return null;
  const message = json as unknown as ToRunner;
  return 'course' in message ? { ...message, course: readCourse(message.course) } : message;
}

/** @param json of the shape of `fromRunnerJson`, from a peer that is trusted with it */
export function readFromRunner(json: JsonMessage): FromRemoteRunner {
  const message = json as unknown as FromRemoteRunner;
  return message.type === 'snapshot' ? { ...message, snapshot: readSnapshot(message.snapshot) } : message;
}

function courseJson({ snapshot, ...course }: Course): unknown {
  return { ...course, ...(snapshot && { snapshot: snapshotJson(snapshot) }) };
}

function readCourse({ snapshot, ...course }: Course): Course {
  return { ...course, ...(snapshot && { snapshot: readSnapshot(snapshot) }) };
}

function snapshotJson(snapshot: PackedSnapshot): unknown {
  return { ...snapshot, deflated: base64(snapshot.deflated) };
}

function readSnapshot(snapshot: PackedSnapshot): PackedSnapshot {
  return { ...snapshot, deflated: bytesOf(snapshot.deflated) };
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Into memory of its own, which can be handed over to a thread. */
function bytesOf(encoded: unknown): Uint8Array {
  return Uint8Array.from(Buffer.from(encoded as string, 'base64'));
}
