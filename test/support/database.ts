/** A database of its own for a test file, with the schema of Skein and nothing in it. */
export interface TestDatabase {
  url: string;
  drop: () => Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const url = await ask('POST', '');
  return {
    url,
    drop: async () => {
      await ask('DELETE', new URL(url).pathname.slice(1));
    },
  };
}

async function ask(method: string, name: string): Promise<string> {
  const broker = process.env['SKEIN_TEST_BROKER'];
  if (broker === undefined) throw new Error('Tests with a database run under the global setup of jest.config.js.');
  const response = await fetch(`${broker}/${name}`, { method, headers: { connection: 'close' } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
