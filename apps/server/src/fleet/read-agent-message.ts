import { FROM_AGENT_BUDGET, readFromAgent, type LargeMessage, type LargeOutcome, type Piece } from '@skein/fleet';
import { overrunDetail, readJson } from '@skein/intake';
import { inflateWithin } from '@skein/intake/threads';
import { receivedFromRunner, type JsonMessage } from '@skein/runner';

/** Of what an agent says that it can carry out, as JSON: it is kept for each agent, and sent to whoever asks. */
const MOST_COMMANDS_LENGTH = 4 * 1024 * 1024;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads a large message of an agent, within the budget that any has, and checks it: for a thread that nobody else waits for. */
export async function readAgentMessage(message: LargeMessage): Promise<LargeOutcome> {
  if (message.kind === 'parts') return readParts(message.pieces);
  const outcome = readFromAgent(message.frame);
  if (!outcome.ok) return outcome;
  if (outcome.value.type === 'hello' && JSON.stringify(outcome.value.commands).length > MOST_COMMANDS_LENGTH) {
    return invalid(`hello: /commands: they have more than the ${MOST_COMMANDS_LENGTH} characters that are kept of all together, as JSON.`);
  }
  return outcome.value.type === 'runner' ? checked(outcome.value.message) : outcome;
}

async function readParts(pieces: readonly Piece[]): Promise<LargeOutcome> {
  const packed = packedOf(pieces);
  if (packed === null) return invalid('part: /data: Expected base64.');
  const inflated = await inflateWithin(packed, FROM_AGENT_BUDGET.parts);
  if (!inflated.ok && inflated.overrun === null) return invalid('part: the parts are not deflated data in the zlib format.');
  if (!inflated.ok) return beyondBudget(overrunDetail(inflated.overrun!, 'A message in parts'));
  const read = readJson(inflated.text, FROM_AGENT_BUDGET.parts, 'A message in parts');
  if (!read.ok) return invalid(`part: ${read.refusal.detail}`);
  return isMessage(read.value) ? checked(read.value) : invalid('part: the parts are no object with a "type".');
}

/** @returns null where it is not base64 */
function packedOf(pieces: readonly Piece[]): Buffer | null {
  const packed: Buffer[] = [];
  for (const { bytes, isBase64 } of pieces) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = isBase64 ? buffer.toString('latin1') : null;
    if (text !== null && !BASE64.test(text)) return null;
    packed.push(text === null ? buffer : Buffer.from(text, 'base64'));
  }
  return Buffer.concat(packed);
}

function checked(json: JsonMessage): LargeOutcome {
  return { ok: true, isChecked: true, value: { type: 'runner', message: { type: json.type, ...receivedFromRunner(json) } } };
}

function isMessage(value: unknown): value is JsonMessage {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function invalid(detail: string): LargeOutcome {
  return { ok: false, refusal: { code: 'invalid_message', detail } };
}

function beyondBudget(detail: string): LargeOutcome {
  return { ok: false, refusal: { code: 'malformed_frame', detail }, beyondBudget: true };
}
