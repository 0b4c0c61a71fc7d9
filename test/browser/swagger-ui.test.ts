import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSkein } from '@skein/client';
import { type Browser, chromium } from 'playwright-core';
import { useServer } from '../support/use-server.js';

const CHROMIUM = process.env['SKEIN_CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'].concat([
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]);
const TOKEN = 'a-token-of-some-length';
/** For what never comes. */
const LIMIT_MS = 120_000;
const present = existsSync(CHROMIUM);
if (!present) process.stderr.write(`Swagger UI is not tried in a browser: there is no ${CHROMIUM}; SKEIN_CHROMIUM may name another.\n`);

(present ? describe : describe.skip)('Swagger UI in a browser, under the security headers', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, timeout: LIMIT_MS });
  });

  afterAll(() => browser.close());

  const server = useServer({ SKEIN_API_TOKEN: TOKEN });

  it('takes a token and runs the example', async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    const origins = new Set<string>();
    page.on('request', (request) => void origins.add(new URL(request.url()).origin));
    await page.goto(`${server.url}/docs`);
    await page.click('.auth-wrapper .authorize');
    await page.fill('.auth-container:has-text("api_token") input', TOKEN);
    await page.click('.auth-container:has-text("api_token") button.authorize');
    await page.click('.auth-container button.btn-done');
    const operation = page.locator('#operations-simulations-simulate');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.execute').click();
    const status = operation.locator('.live-responses-table tbody .response-col_status');
    await status.waitFor();
    expect((await status.innerText()).trim()).toMatch(/^202/);
    expect(complaints).toEqual([]);
    expect([...origins].filter((origin) => origin !== server.url && origin !== 'null')).toEqual([]);
    expect((await createSkein({ baseUrl: server.url, token: TOKEN }).list()).items).toHaveLength(1);
  });
});
