export { EmbeddedServer, startEmbedded, type EmbeddedLogger, type EmbeddedOptions } from './embedded/embedded-server.js';
