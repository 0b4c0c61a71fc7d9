import { InvalidArgumentError } from 'commander';

/** Where a server is: a URL, or a host and a port, for which `http://` is assumed. */
export function serverUrl(text: string): string {
  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new InvalidArgumentError('Give a URL such as http://127.0.0.1:8000, or a host and a port such as 127.0.0.1:8000.');
  }
  return url.href.replace(/\/+$/, '');
}
