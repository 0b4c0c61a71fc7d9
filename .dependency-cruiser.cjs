/** Who may import whom: the table of docs/architecture.md, as rules. */
const MAY_IMPORT = {
  'libs/problem': [],
  'libs/intake': ['problem'],
  'libs/topology': ['problem', 'intake'],
  'libs/engine': ['problem', 'intake', 'topology'],
  'libs/runner': ['problem', 'intake', 'topology', 'engine'],
  'libs/simulation': ['problem', 'intake', 'topology', 'runner'],
  'libs/fleet': ['problem', 'intake'],
  'libs/persistence': ['problem', 'intake', 'topology', 'simulation', 'fleet'],
  'libs/client': [],
  'apps/server': ['problem', 'intake', 'topology', 'engine', 'runner', 'simulation', 'fleet', 'persistence'],
  'apps/agent': ['problem', 'intake', 'topology', 'engine', 'runner', 'fleet'],
  'apps/cli': ['client', 'engine', 'topology'],
};

const table = Object.entries(MAY_IMPORT).map(([from, allowed]) => ({
  name: `imports-of-${from.replace('/', '-')}`,
  comment: `${from} may import ${allowed.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(libs|apps)/', pathNot: [`^${from}/`, ...allowed.map((name) => `^libs/${name}/`)] },
}));

const throughEntries = {
  name: 'through-entries-only',
  comment: 'A package is imported by its name, never by a path into it.',
  severity: 'error',
  from: { path: '^(libs|apps)/([^/]+)/' },
  to: { path: '^(libs|apps)/([^/]+)/', pathNot: ['^$1/$2/', '^libs/[^/]+/(src|dist)/((nest|threads|version)/)?index\\.(ts|d\\.ts|js)$'] },
};

/** The engine, the runners and the agents never load a framework. */
const pure = {
  name: 'pure-entries-load-no-framework',
  comment: 'Only ./nest entries, persistence and the server know Nest.',
  severity: 'error',
  from: {
    path: '^(libs/(problem|intake|topology|engine|runner|simulation|fleet|client)|apps/(cli|agent))/',
    pathNot: '^libs/(problem|topology|simulation|fleet)/src/nest/|^libs/intake/src/threads/',
  },
  to: {
    path: [
      'node_modules/@nestjs',
      'node_modules/typeorm',
      'node_modules/express',
      'node_modules/piscina',
      '^libs/intake/(src|dist)/threads/',
      '^libs/(problem|topology|simulation|fleet)/(src|dist)/nest/',
    ],
  },
};

const nestEntries = {
  name: 'nest-entries-for-the-server',
  comment: 'The ./nest entries are for the server, and for one another.',
  severity: 'error',
  from: { path: '^(libs|apps)/', pathNot: '^(apps/server/|libs/(problem|topology|simulation|fleet)/src/nest/)' },
  to: { path: '^libs/(problem|topology|simulation|fleet)/(src|dist)/nest/' },
};

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: 'libs/persistence/src/entities' }, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...table,
    throughEntries,
    pure,
    nestEntries,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '\\.spec\\.ts$', 'libs/client/src/generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@skein/source', 'import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
