/** The one line of a file that a retraining moves on: the pointer to the data, or a parameter of the training. */
import { InputError } from '../../kernel/errors.ts';

/** `train_until: {last-day}  # comment`: what begins the line, and what ends the value. */
interface LineParts {
  readonly before: string;
  readonly after: string;
}

/**
 * The value stands between both parts of the template; without a second part it goes to the end of the line. Space before
 * the line, what follows the value, and ends of lines stay as they are. Linear in the length of the text.
 *
 * @param template of `monitor.pull-request.line`, with one placeholder in braces.
 * @param where names the file in errors.
 * @throws InputError unless exactly one line is of the template.
 */
export function moveLine(text: string, { template, value, where }: LineMove): string {
  const parts = partsOf(template);
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (valueIn(line, parts) === undefined ? [] : [index]));
  const [index] = found;
  if (index === undefined || found.length > 1) {
    const got = index === undefined ? 'none' : `${found.length} (${found.map((at) => at + 1).join(', ')})`;
    const end = parts.after === '' ? '' : ` and has ${JSON.stringify(parts.after)} after the value`;
    throw new InputError(
      'CONFIG_INVALID',
      `${where}: expected one line that begins with ${JSON.stringify(parts.before)}${end}, got ${got}`,
      { hint: 'write that line into the file, or name another one in `monitor.pull-request`' },
    );
  }
  return lines.map((line, at) => (at === index ? withValue(line, parts, value) : line)).join('\n');
}

export interface LineMove {
  readonly template: string;
  readonly value: string;
  readonly where: string;
}

/** What the template begins with, as it is shown. */
export function startOfLine(template: string): string {
  return partsOf(template).before;
}

function partsOf(template: string): LineParts {
  const [before = '', after = ''] = template.split(/\{[a-z-]+\}/);
  return { before, after };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the value stands; undefined for another line. */
function valueIn(line: string, { before, after }: LineParts): Span | undefined {
  const indent = line.length - line.trimStart().length;
  if (!line.startsWith(before, indent)) return undefined;
  const start = indent + before.length;
  const end = after === '' ? Math.max(start, line.trimEnd().length) : line.indexOf(after, start);
  return end < start ? undefined : { start, end };
}

function withValue(line: string, parts: LineParts, value: string): string {
  const span = valueIn(line, parts);
  return span === undefined ? line : `${line.slice(0, span.start)}${value}${line.slice(span.end)}`;
}
