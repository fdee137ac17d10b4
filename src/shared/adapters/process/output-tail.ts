/**
 * The last lines of a command, for reports that say why it failed. The runner masks secrets in logs only, so values of
 * variables that look like secrets, and passwords in addresses, are left out here.
 */
const MAX_LINES = 10;
const MAX_CHARACTERS = 300;
/** A shorter value would also hide ordinary words. */
const MIN_SECRET_CHARACTERS = 6;
const SECRET_NAME = /token|secret|passw|credential|auth|key|dsn|connection|_pat$/i;
const PASSWORD_IN_ADDRESS = /(:\/\/[^\s/:@]*:)[^\s@/]+@/g;
// eslint-disable-next-line no-control-regex -- colors and cursor movements of terminals
const TERMINAL_SEQUENCE = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Blank, or what Python and Rust draw under the place of an error, or a rule across the page. */
const SAYS_NOTHING = /^[\s^~=*_|+-]*$/;

export class OutputTail {
  readonly #secrets: readonly string[];
  readonly #lines: string[] = [];

  constructor(environment: Readonly<Record<string, string>>) {
    this.#secrets = Object.entries(environment)
      .filter(([name, value]) => SECRET_NAME.test(name) && value.length >= MIN_SECRET_CHARACTERS)
      // The longest first: one may be a part of another.
      .map(([, value]) => value)
      .sort((left, right) => right.length - left.length);
  }

  /** @param lines one or more, each with its line feed: a traceback comes in one piece. */
  push(lines: Uint8Array): void {
    const text = new TextDecoder().decode(lines).replace(TERMINAL_SEQUENCE, '');
    this.#lines.push(
      ...text
        .split('\n')
        .map(lastState)
        .filter((line) => !SAYS_NOTHING.test(line)),
    );
    this.#lines.splice(0, this.#lines.length - MAX_LINES);
  }

  lines(): readonly string[] {
    return this.#lines.map((line) => {
      const masked = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
      return masked.replace(PASSWORD_IN_ADDRESS, '$1***@').slice(0, MAX_CHARACTERS);
    });
  }
}

/** What a terminal shows of a line at its end: a progress bar writes over itself. */
function lastState(line: string): string {
  return line.trimEnd().split('\r').at(-1)?.trimEnd() ?? '';
}
