import { availableParallelism } from 'node:os';

/** Sources are compiled by swc as they are imported; what runs as a process of its own runs from dist/. */
export default {
  testMatch: ['<rootDir>/{libs,apps}/*/src/**/*.spec.ts', '<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@skein/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/test/support/transform.js',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  modulePathIgnorePatterns: ['/dist/'],
  testSequencer: '<rootDir>/test/support/long-first.js',
  // More than there are cores: much of what runs here waits, for processes to start, for leases to run out. A number: jest takes 150 % for 150.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // For what hangs: a wait in a test gives up before, and says for what it has waited.
  testTimeout: 300_000,
};
