import { makeValidator } from 'envalid';

const ACCEPTED =
  'a URL such as postgres://user:password@host:5432/database, where characters of user and password other than letters, digits and -._~ are percent-encoded (@ is %40)';

/** Accepts what the driver can read; what is refused is never shown, because it holds a password. */
export const postgresUrl = makeValidator((text) => {
  if (/^postgres(ql)?:\/\/\S+$/.test(text) && isReadable(text)) return text;
  throw new Error(ACCEPTED);
});

function isReadable(text: string): boolean {
  try {
    const { username, password, pathname, hostname, hash } = new URL(text);
    for (const part of [username, password, pathname, hostname]) decodeURIComponent(part);
    // The rest of a password that holds a # would be taken for the fragment.
    return hash === '';
  } catch {
    return false;
  }
}
