import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSkein } from '@skein/client';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { until } from '../support/until.js';
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

  async function authorize(page: Page): Promise<void> {
    await page.click('.auth-wrapper .authorize');
    await page.fill('.auth-container:has-text("api_token") input', TOKEN);
    await page.click('.auth-container:has-text("api_token") button.authorize');
    await page.click('.auth-container button.btn-done');
  }

  async function opened(page: Page, operationId: string): Promise<Locator> {
    const operation = page.locator(`#operations-simulations-${operationId}`);
    if (!(await operation.getAttribute('class'))?.includes('is-open')) await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.execute').waitFor();
    return operation;
  }

  /** Executes an operation with nothing filled in but the id of the simulation. */
  async function execute(page: Page, operationId: string, simId: string | null): Promise<{ status: string; body: string }> {
    const operation = await opened(page, operationId);
    if (simId !== null) await operation.locator('tr[data-param-name="sim_id"] input').fill(simId);
    await operation.locator('button.execute').click();
    const live = operation.locator('.live-responses-table tbody .response').first();
    await live.locator('.response-col_status').waitFor();
    return {
      status: (await live.locator('.response-col_status').innerText()).trim(),
      body: await live.locator('.microlight').first().innerText(),
    };
  }

  it('takes a token and runs the example', async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    const origins = new Set<string>();
    page.on('request', (request) => void origins.add(new URL(request.url()).origin));
    await page.goto(`${server.url}/docs`);
    await authorize(page);
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

  it('pauses, resumes, edits, restarts and stops one simulation, one after the other, without a header being touched', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(`${server.url}/docs`);
    await authorize(page);
    const { status, body } = await execute(page, 'simulate', null);
    expect(status).toMatch(/^202/);
    const { sim_id } = JSON.parse(body) as { sim_id: string };
    const skein = createSkein({ baseUrl: server.url, token: TOKEN });
    await until(
      () => skein.status(sim_id),
      (found) => found.status === 'running',
    );
    for (const [operationId, answer] of [
      ['pause', '200'],
      ['resume', '200'],
      ['edit', '200'],
      ['pause', '200'],
      ['resume', '200'],
      ['restart', '202'],
      ['stop', '200'],
    ]) {
      const executed = await execute(page, operationId, sim_id);
      expect([operationId, executed.status]).toEqual([operationId, expect.stringMatching(new RegExp(`^${answer}`))]);
    }
    expect(await skein.status(sim_id)).toMatchObject({ status: 'stopped', run: 2 });
    await page.close();
  });

  it('keeps the token for the tab, and for no other', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(`${server.url}/docs`);
    await authorize(page);
    await page.reload();
    expect((await execute(page, 'listSimulations', null)).status).toMatch(/^200/);
    const other = await context.newPage();
    other.setDefaultTimeout(LIMIT_MS);
    await other.goto(`${server.url}/docs`);
    expect((await execute(other, 'listSimulations', null)).status).toMatch(/^401/);
    await page.click('.auth-wrapper .authorize');
    await page.click('.auth-container:has-text("api_token") button:has-text("Logout")');
    await page.reload();
    expect((await execute(page, 'listSimulations', null)).status).toMatch(/^401/);
    await context.close();
  });

  it('finds operations by path, name and tag, and shows each on a few screens', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(`${server.url}/docs`);
    const filter = page.locator('.operation-filter-input');
    await filter.waitFor();
    expect(await page.locator('.models.is-open').count()).toBe(0);
    const shown = async (phrase: string): Promise<string[]> => {
      await filter.fill(phrase);
      // The box waits for a pause in typing.
      const paths = () =>
        page.locator('.opblock-summary-path').evaluateAll((elements) => elements.map((element) => element.textContent ?? ''));
      const all = await paths();
      return phrase === '' ? all : until(paths, (found) => found.length < 10);
    };
    expect(await shown('/pause')).toEqual(['/pause/{sim_id}']);
    expect(await shown('getresults')).toEqual(['/results/{sim_id}']);
    expect(await shown('topologies')).toEqual(['/topologies/validate']);
    await page.reload();
    for (const operationId of ['simulate', 'edit', 'stop']) {
      const operation = await opened(page, operationId);
      expect((await operation.locator('.opblock-description').innerText()).length).toBeGreaterThan(100);
      expect([operationId, (await operation.boundingBox())?.height]).toEqual([operationId, expect.any(Number)]);
      expect([operationId, ((await operation.boundingBox())?.height ?? Infinity) < 4000]).toEqual([operationId, true]);
      const headers = await operation
        .locator('tr[data-param-in="header"] input')
        .evaluateAll((inputs) => inputs.map((input) => (input as { value?: string }).value));
      expect(headers).toEqual(headers.map(() => ''));
    }
    await page.close();
  });
});
