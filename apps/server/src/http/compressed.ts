import { constants } from 'node:zlib';
import type { RequestHandler } from 'express';
import compression from 'compression';

/** Shorter answers gain nothing that a client would notice. */
const LEAST_BYTES = 4096;
/** Three quarters of what zlib's default saves, for a third of its work. */
const GZIP_LEVEL = 3;
/** Brotli's default takes 4 MB of memory for each answer, and seconds for a megabyte. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 18 };

/**
 * Compresses answers for clients that accept it, on zlib's own threads, as fast as the client reads. Streams of events say themselves that they are not to be transformed.
 * What `Shortcuts` answers never comes here.
 */
export function compressed(): RequestHandler {
  // A short answer, which nothing is done to, does not vary.
  const filter: typeof compression.filter = (request, response) =>
    !(Number(response.getHeader('content-length')) < LEAST_BYTES) && compression.filter(request, response);
  return compression({ filter, threshold: LEAST_BYTES, level: GZIP_LEVEL, brotli: { params: BROTLI } });
}
