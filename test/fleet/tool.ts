/** What the server has answered. */
export interface Answer<T> {
  status: number;
  body: T;
}

/** Speaks HTTP to a server as a command-line tool does: nothing of the SDK. */
export class Tool {
  /** @param server which need not be there yet */
  constructor(
    private readonly server: { readonly url: string },
    private readonly token?: string,
  ) {}

  get url(): string {
    return this.server.url;
  }

  get<T>(path: string): Promise<Answer<T>> {
    return this.ask('GET', path);
  }

  post<T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.ask('POST', path, body, headers);
  }

  delete<T>(path: string): Promise<Answer<T>> {
    return this.ask('DELETE', path);
  }

  register(id: string, more: object = {}): Promise<Answer<{ message: string; secret: string | null }>> {
    return this.post('/agents/register', { id, name: `agent ${id}`, ...more });
  }

  private async ask<T>(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer<T>> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      ...more,
    };
    const response = await fetch(this.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }
}
