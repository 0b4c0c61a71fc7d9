/** For those who only want to know the version, and not to load the engine. */
export { ENGINE_VERSION } from '../version.js';
