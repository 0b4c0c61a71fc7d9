import { eventDocument, progressDocument } from '../../documents/event-document.js';
import type { ProgressNow, SimulationEvent } from '../../ports/event-store.js';

/** Blocks of an event stream (WHATWG HTML, "server-sent events"). JSON text has no line breaks of its own. */
export const HEARTBEAT_FRAME = ':\n\n';

/** @param lastId what a client that never hears of an event is to come back with */
export function openingFrame(retryMs: number, lastId: number): string {
  return `retry: ${retryMs}\nid: ${lastId}\n\n`;
}

export function eventFrame(event: SimulationEvent): string {
  return `id: ${event.number}\nevent: ${event.type}\ndata: ${JSON.stringify(eventDocument(event))}\n\n`;
}

/** Without an id: who comes back later gets later progress. */
export function progressFrame(progress: ProgressNow): string {
  return `event: progress\ndata: ${JSON.stringify(progressDocument(progress))}\n\n`;
}
