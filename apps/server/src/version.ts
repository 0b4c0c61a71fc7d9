/** Of the server, its API and its packages. */
export const VERSION = '0.1.0';
