import type { Environment } from './environment.js';

/** Says which variable to change where the server cannot listen; any other error stays what it is. */
export function listenFault(error: unknown, { host, port }: Pick<Environment, 'host' | 'port'>): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new Error(reason(host, port), { cause: error });
}

const REASONS: Record<string, ((host: string, port: number) => string) | undefined> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is in use by another process. Set PORT to another port (PORT=0 takes any that is free), or stop that process.`,
  EACCES: (_, port) => `This user may not listen on port ${port}. Set PORT to a port above 1023.`,
  EADDRNOTAVAIL: (host) =>
    `This machine has no address ${host}. Set HOST to one of its own, such as 127.0.0.1, or to 0.0.0.0 for all of them.`,
  ENOTFOUND: (host) =>
    `The name ${host} is not known. Set HOST to an address of this machine, such as 127.0.0.1, or to 0.0.0.0 for all of them.`,
  EAI_AGAIN: (host) => `The name ${host} could not be looked up. Set HOST to an address of this machine, such as 127.0.0.1, or to 0.0.0.0.`,
};
