import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: 'libs/client/openapi.json',
  output: { path: 'libs/client/src/generated', importFileExtension: '.js' },
  plugins: ['@hey-api/client-axios', '@hey-api/typescript', '@hey-api/sdk'],
});
