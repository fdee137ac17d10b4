/**
 * The last lines of a command, for reports that say why it failed. They end in comments, where no runner
 * masks a secret.
 */
import { createRedactor } from '../../domain/kernel/redact.ts';

const MAX_LINES = 10;
const MAX_CHARACTERS = 300;
// oxlint-disable-next-line no-control-regex -- colors and cursor movements of terminals
const TERMINAL_SEQUENCE = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Blank, or what Python and Rust draw under the place of an error, or a rule across the page. */
const SAYS_NOTHING = /^[\s^~=*_|+-]*$/;

export class OutputTail {
  readonly #redact: (text: string) => string;
  readonly #lines: string[] = [];

  constructor(environment: Readonly<Record<string, string>>) {
    this.#redact = createRedactor(environment);
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
    // Together: a private key has many lines.
    if (this.#lines.length === 0) return [];
    const shown = this.#redact(this.#lines.join('\n')).split('\n');
    return shown.map((line) => line.slice(0, MAX_CHARACTERS));
  }
}

/** What a terminal shows of a line at its end: a progress bar writes over itself. */
function lastState(line: string): string {
  return line.trimEnd().split('\r').at(-1)?.trimEnd() ?? '';
}
