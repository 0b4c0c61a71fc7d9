/** Enters every result and its hash: raised whenever the same input would give another result. */
export const ENGINE_VERSION = '1.1.0';
