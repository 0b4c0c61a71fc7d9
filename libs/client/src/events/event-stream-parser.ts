/** A block of an event stream. */
export interface StreamBlock {
  /** The last event id that the stream has given by now; empty where it has given none. */
  id: string;
  /** `message` where the block has no name. */
  event: string;
  /** Null where the block has only told an id. */
  data: string | null;
}

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) from text that may be cut anywhere. Not the library `eventsource-parser`: it does not tell of blocks that only carry an
 * id, which say from where to go on, and its present version needs Node 22.
 */
export class EventStreamParser {
  private rest = '';
  private id = '';
  private event = '';
  private data: string[] = [];
  private told = false;

  /** @returns the blocks that the text has completed */
  push(text: string): StreamBlock[] {
    const blocks: StreamBlock[] = [];
    const all = this.rest + text;
    // A carriage return at the end may be half of a line's end.
    const end = all.endsWith('\r') ? all.length - 1 : all.length;
    const lines = all.slice(0, end).split(/\r\n|\n|\r/);
    this.rest = lines.pop()! + all.slice(end);
    for (const line of lines) {
      if (line !== '') this.field(line);
      else if (this.told) blocks.push(this.block());
    }
    return blocks;
  }

  private field(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
    else if (name === 'id' && !value.includes('\0')) this.id = value;
    else return;
    this.told = true;
  }

  private block(): StreamBlock {
    const block = { id: this.id, event: this.event || 'message', data: this.data.length > 0 ? this.data.join('\n') : null };
    this.event = '';
    this.data = [];
    this.told = false;
    return block;
  }
}
