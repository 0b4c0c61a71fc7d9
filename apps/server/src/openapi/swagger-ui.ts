import type { SwaggerCustomOptions } from '@nestjs/swagger';

/**
 * A function of which the page gets the source. As text, since compilers and bundlers change functions in ways that need something beside them, which the page
 * does not have.
 */
function inPage(source: string): () => void {
  return Object.assign(() => undefined, { toString: () => source });
}

/**
 * Keeps credentials as long as the tab, over reloads of the page: Swagger UI itself forgets them, or keeps them for ever. And its filter box looks at tags alone; here it looks at
 * paths, methods, summaries and names of operations as well.
 */
const SKEIN_PLUGIN = inPage(`function () {
  function remember(change) {
    const known = JSON.parse(sessionStorage.getItem('skein_credentials') || '{}');
    sessionStorage.setItem('skein_credentials', JSON.stringify(change(known)));
  }
  return {
    statePlugins: {
      auth: {
        wrapActions: {
          authorize: (original) => (credentials) => {
            remember((known) => Object.assign(known, credentials));
            return original(credentials);
          },
          logout: (original) => (names) => {
            remember((known) => Object.fromEntries(Object.entries(known).filter(([name]) => !names.includes(name))));
            return original(names);
          },
        },
      },
    },
    fn: {
      opsFilter: (tags, phrase) => {
        const wanted = phrase.trim().toLowerCase();
        const fits = (operation) =>
          [operation.get('method'), operation.get('path'), operation.getIn(['operation', 'summary']), operation.getIn(['operation', 'operationId'])]
            .join(' ').toLowerCase().includes(wanted);
        return tags
          .map((tagged, tag) => (tag.toLowerCase().includes(wanted) ? tagged : tagged.set('operations', tagged.get('operations').filter(fits))))
          .filter((tagged) => tagged.get('operations').size > 0);
      },
    },
  };
}`);

const RESTORE_CREDENTIALS = inPage(`function () {
  const credentials = JSON.parse(sessionStorage.getItem('skein_credentials') || '{}');
  if (Object.keys(credentials).length > 0) window.ui.authActions.authorize(credentials);
}`);

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
    plugins: [SKEIN_PLUGIN],
    onComplete: RESTORE_CREDENTIALS,
  },
};
