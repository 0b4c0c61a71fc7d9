import type { EmbeddedServer } from '../embedded/embedded-server.js';
import type { Database } from './database.js';

const PATIENCE_MS = 2_000;

/** Whether the database answers, for readiness. */
export class DatabaseHealth {
  constructor(
    private readonly database: Database,
    private readonly embedded: Pick<EmbeddedServer, 'trouble'> | null,
  ) {}

  /** @throws Error saying why, when a trivial query fails, or is not answered within two seconds */
  async check(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer for ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    });
    try {
      await Promise.race([this.database.pool.query('SELECT 1'), late]);
    } catch (cause) {
      const message = this.embedded?.trouble ?? `The database does not answer (${reasonOf(cause)}); the server tries again for ever.`;
      throw new Error(message, { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Names no host, user or database: anybody may ask whether a server is ready. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: unknown; message: string };
  return typeof code === 'string' ? code : message;
}
