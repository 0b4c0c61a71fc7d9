/** The runner is there, but does not hold the simulation that it was asked about, or could not answer for it. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
}
