export default async function tearDown() {
  await globalThis.skeinTestBroker?.close();
}
