import type { SwaggerCustomOptions } from '@nestjs/swagger';

/*
 * The functions here run in the browser: the page gets their source. Each must stand for itself, and use nothing of this file or of Node.
 */

/** As much of the page as they use. */
interface Page {
  sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void };
  ui: { authActions: { authorize(credentials: unknown): void } };
}

interface Operations {
  filter(keep: (operation: Operation) => boolean): Operations;
  readonly size: number;
}

interface Operation {
  get(member: 'path' | 'method'): string;
  getIn(path: [string, string]): string | undefined;
}

interface Tagged {
  get(member: 'operations'): Operations;
  set(member: 'operations', operations: Operations): Tagged;
}

interface TaggedOperations {
  map(change: (tagged: Tagged, tag: string) => Tagged): TaggedOperations;
  filter(keep: (tagged: Tagged) => boolean): TaggedOperations;
}

/**
 * Keeps credentials as long as the tab, over reloads of the page: Swagger UI itself forgets them, or keeps them for ever. And its filter box looks at tags alone; here it looks at
 * paths, methods and summaries as well.
 */
function skeinPlugin() {
  const page = globalThis as unknown as Page;
  const stored = 'skein_credentials';
  const remember = (change: (credentials: Record<string, unknown>) => Record<string, unknown>) => {
    const credentials = JSON.parse(page.sessionStorage.getItem(stored) ?? '{}') as Record<string, unknown>;
    page.sessionStorage.setItem(stored, JSON.stringify(change(credentials)));
  };
  return {
    statePlugins: {
      auth: {
        wrapActions: {
          authorize: (original: (credentials: object) => unknown) => (credentials: object) => {
            remember((known) => Object.assign(known, credentials));
            return original(credentials);
          },
          logout: (original: (names: string[]) => unknown) => (names: string[]) => {
            remember((known) => Object.fromEntries(Object.entries(known).filter(([name]) => !names.includes(name))));
            return original(names);
          },
        },
      },
    },
    fn: {
      opsFilter: (tags: TaggedOperations, phrase: string) => {
        const wanted = phrase.trim().toLowerCase();
        return tags
          .map((tagged, tag) => {
            if (tag.toLowerCase().includes(wanted)) return tagged;
            const operations = tagged.get('operations').filter((operation) => {
              const texts = [operation.get('method'), operation.get('path'), operation.getIn(['operation', 'summary'])];
              return [...texts, operation.getIn(['operation', 'operationId'])].join(' ').toLowerCase().includes(wanted);
            });
            return tagged.set('operations', operations);
          })
          .filter((tagged) => tagged.get('operations').size > 0);
      },
    },
  };
}

function restoreCredentials(): void {
  const page = globalThis as unknown as Page;
  const credentials = JSON.parse(page.sessionStorage.getItem('skein_credentials') ?? '{}') as object;
  if (Object.keys(credentials).length > 0) page.ui.authActions.authorize(credentials);
}

/** How the page at `/docs` looks and behaves. */
export const SWAGGER_UI: SwaggerCustomOptions = {
  jsonDocumentUrl: 'openapi.json',
  yamlDocumentUrl: 'openapi.yaml',
  customSiteTitle: 'Skein API',
  swaggerOptions: {
    tryItOutEnabled: true,
    displayRequestDuration: true,
    filter: true,
    docExpansion: 'list',
    // The list of schemas is there, folded.
    defaultModelsExpandDepth: 0,
    defaultModelExpandDepth: 2,
    plugins: [skeinPlugin],
    onComplete: restoreCredentials,
  },
};
