import { once } from 'node:events';
import { createServer } from 'node:http';
import { startTemplateServer } from './template-server.js';

/**
 * Answers `POST /database` with the URL of a fresh database, `DELETE /name` by dropping one, and `POST /cluster` with a directory to copy, a cluster at
 * rest. One at a time, in the order asked.
 */
export class DatabaseBroker {
  #templates = null;
  #turn = Promise.resolve();
  #http = createServer((request, response) => this.#answer(request, response));

  async listen() {
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  async close() {
    this.#http.closeAllConnections();
    this.#http.close();
    const templates = await this.#templates?.catch(() => null);
    await templates?.stop();
  }

  #answer(request, response) {
    this.#turn = this.#turn
      .then(async () => {
        this.#templates ??= startTemplateServer();
        const templates = await this.#templates;
        if (request.method === 'DELETE') response.end(await templates.drop(request.url.slice(1)));
        else response.end(request.url === '/cluster' ? await templates.cluster() : await templates.clone());
      })
      .catch((error) => response.writeHead(500).end(String(error?.stack ?? error)));
  }
}
