/**
 * Asks for what the test files of a run share: see `database-broker.js`.
 * @throws Error with what it answered, when it does not give it
 */
export async function askBroker(method: string, path: string): Promise<string> {
  const broker = process.env['SKEIN_TEST_BROKER'];
  if (broker === undefined) throw new Error('Tests with a database run under the global setup of jest.config.js.');
  const response = await fetch(`${broker}/${path}`, { method, headers: { connection: 'close' } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
