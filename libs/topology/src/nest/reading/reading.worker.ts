/** What a reading thread runs; it loads no framework. */
export { read as default } from './reading.js';
