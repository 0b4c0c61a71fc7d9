export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** To people, beside what is shown. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
