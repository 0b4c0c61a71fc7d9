/** Loaded before a program, whose clock is then wrong by the hours that the environment says; timers are not. */
const offsetMs = Number(process.env.WRONG_CLOCK_HOURS) * 3_600_000;
const now = Date.now.bind(Date);
globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(now() + offsetMs);
    else super(...given);
  }

  static now() {
    return now() + offsetMs;
  }
};
