/** What a thread runs that reads large bodies; it loads no framework. */
export { readKind as default } from '../../requests/body-kinds.js';
