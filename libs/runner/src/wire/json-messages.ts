import type { Claim, Course, FromRunner, Snapshot, ToRunner } from '../messages.js';

/** What only a runner of several threads has to say: claims that it held, and holds no more. */
export interface LostMessage {
  type: 'lost';
  reason: string;
  claims: Claim[];
}

/** All that comes from a runner at the other end of a socket. */
export type FromRemoteRunner = FromRunner | LostMessage;

/** A message as plain JSON: the bytes of snapshots are base64. */
export type JsonMessage = { type: string } & Record<string, unknown>;

export function toRunnerJson(message: ToRunner): JsonMessage {
  return 'course' in message ? { ...message, course: courseJson(message.course) } : { ...message };
}

export function fromRunnerJson(message: FromRemoteRunner): JsonMessage {
  return message.type === 'snapshot' ? { ...message, snapshot: snapshotJson(message.snapshot) } : { ...message };
}

/** @param json of the shape of `toRunnerJson`, from a peer that is trusted with it */
export function readToRunner(json: JsonMessage): ToRunner {
  const message = json as unknown as ToRunner;
  return 'course' in message ? { ...message, course: readCourse(message.course) } : message;
}

/** @param json of the shape of `fromRunnerJson`, from a peer that is trusted with it */
export function readFromRunner(json: JsonMessage): FromRemoteRunner {
  const message = json as unknown as FromRemoteRunner;
  return message.type === 'snapshot' ? { ...message, snapshot: readSnapshot(message.snapshot) } : message;
}

type Encoded = Omit<Snapshot, 'bytes'> & { bytes: string };

function courseJson({ snapshot, ...course }: Course): unknown {
  return { ...course, ...(snapshot && { snapshot: snapshotJson(snapshot) }) };
}

function readCourse({ snapshot, ...course }: Course): Course {
  return { ...course, ...(snapshot && { snapshot: readSnapshot(snapshot) }) };
}

function snapshotJson({ bytes, ...snapshot }: Snapshot): Encoded {
  return { ...snapshot, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}

/** Into memory of its own, which can be handed over to a thread. */
function readSnapshot(snapshot: Snapshot): Snapshot {
  const { bytes } = snapshot as unknown as Encoded;
  return { ...snapshot, bytes: Uint8Array.from(Buffer.from(bytes, 'base64')) };
}
