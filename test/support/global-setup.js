import { DatabaseBroker } from './database-broker.js';

/**
 * Offers databases to the test files of this run. The server behind them is started when the first file asks for one, so a run
 * of unit tests waits for nothing; it ends with this process, however that ends, and takes its directory along.
 */
export default async function setUp() {
  const broker = new DatabaseBroker();
  process.env.SKEIN_TEST_BROKER = await broker.listen();
  globalThis.skeinTestBroker = broker;
}
