import type { ServerResponse } from 'node:http';

/** A client that has taken nothing of what waits for it for so long is cut off. */
export const UNREAD_MS = 30_000;

/** Closes the connection of a client that does not read its answer. While it is the server that has nothing to send, the connection stays. */
export function cutUnread(response: ServerResponse, unreadMs = UNREAD_MS): void {
  response.setTimeout(unreadMs, () => {
    const unread = response.writableNeedDrain || (response.writableEnded && !response.writableFinished);
    if (unread) response.destroy();
  });
}
