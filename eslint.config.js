import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const clockless = [
  { object: 'Date', property: 'now', message: 'The harness supplies time.' },
  { object: 'performance', property: 'now', message: 'The harness supplies time.' },
  { object: 'Math', property: 'random', message: 'Draw from a named, seeded stream.' },
  { object: 'process', property: 'hrtime', message: 'The harness supplies time.' },
];

/** ECMAScript leaves the last bits of these to the implementation: results would differ between versions of Node. */
const inexact = ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot']
  .concat(['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'])
  .map((property) => ({ object: 'Math', property, message: 'Not the same on every machine; use + - * / and sqrt.' }));

const timers = ['setTimeout', 'setInterval', 'setImmediate', 'fetch'].map((name) => ({
  name,
  message: 'A pure core neither waits nor talks.',
}));

const onlyAndSkip = {
  selector: 'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|todo)$/]',
  message: 'Commit the whole suite.',
};

export default tseslint.config(
  {
    ignores: [
      'libs/client/openapi-ts.config.ts',
      '**/dist/',
      '**/node_modules/',
      'libs/client/src/generated/',
      '.skein/',
      '.tmp/',
      'coverage/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.cjs'] }, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', onlyAndSkip],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['libs/*/src/nest/**', 'libs/persistence/src/**', 'apps/server/src/**'],
    // Nest and TypeORM read constructor parameter types at run time, which an inline type import would erase.
    rules: { '@typescript-eslint/consistent-type-imports': 'off', '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['libs/engine/src/**', 'libs/topology/src/model/**', 'libs/topology/src/request/**', 'libs/topology/src/edits/**'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': ['error', ...clockless],
      'no-restricted-globals': ['error', ...timers],
    },
  },
  {
    files: ['libs/engine/src/**'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-properties': ['error', ...clockless, ...inexact],
      'no-restricted-syntax': [
        'error',
        onlyAndSkip,
        {
          selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']",
          message: '** is Math.pow: not the same on every machine.',
        },
        { selector: "NewExpression[callee.name='Date']", message: 'The harness supplies time.' },
      ],
      // Steps of a way are channel numbers or one of the words of `Step`, in one array.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  prettier,
);
