/** Text of a POSIX shell: words that are written for it, its lines, and its commands. */

/** A text as one word, as Python's `shlex.quote` writes it. */
export function quoteForShell(text: string): string {
  if (text === '') return "''";
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Lines that a backslash continues, each with what continues it; a Makefile has the same. An empty line ends one. */
export function joinContinuedLines(text: string): string {
  return text.replaceAll(/\\\r?\n[ \t]*/g, ' ');
}

/** Of a shell, and of files of dependencies. */
export function withoutCommentLines(text: string): string {
  return text.replaceAll(/^[^\S\n]*(?:#|\/\/).*$/gm, '');
}

/** Words of a command in a list of another language: `['git', 'checkout', 'topic']`. */
export function joinListedWords(text: string): string {
  return text.replaceAll(/(["'])\s*,\s*\1/g, ' ');
}

/** A simple command: what stands between two of `;`, `&`, `|`, parentheses, backticks and the ends of lines. */
export interface ShellCommand {
  /** Without quotes. What a shell replaces stands as it is written; an expression of the platform is one word, or a part of one. */
  readonly words: readonly string[];
  /** Index of the first character of the text, and of the one after the last. */
  readonly start: number;
  readonly end: number;
  /** Whether another command reads what this one prints. */
  readonly isPiped: boolean;
}

/** A comment, a separator, blanks, or a part of a word: an expression, a quoted part, an escaped character, others. */
const TOKEN =
  /(?<comment>(?<![^\s;&|()])#[^\n]*)|(?<separator>[\n;&|()`]+)|(?<blank>[^\S\n]+)|\$\{\{[^}]{0,200}\}\}|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|()`"'\\$]+|./gs;

/** @returns commands in their order. A text that is no shell gives words too, and none of them is wrong by that. */
export function commandsOfShell(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let [words, open, start]: [string[], string | undefined, number] = [[], undefined, 0];
  const close = (end: number, separator: string): void => {
    if (open !== undefined) words.push(open);
    if (words.length > 0) commands.push({ words, start, end, isPiped: /^\s*\|(?!\|)/.test(separator) });
    [words, open] = [[], undefined];
  };
  for (const { 0: token, index, groups = {} } of text.matchAll(TOKEN)) {
    if (groups.separator !== undefined) close(index, token);
    else if (groups.comment !== undefined || groups.blank !== undefined) {
      if (open !== undefined) words.push(open);
      open = undefined;
    } else {
      if (open === undefined && words.length === 0) start = index;
      open = (open ?? '') + unquotedPart(token);
    }
  }
  close(text.length, '');
  return commands;
}

function unquotedPart(token: string): string {
  if (token.length > 1 && token.startsWith("'")) return token.slice(1, -1);
  if (token.length > 1 && token.startsWith('"')) return token.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1');
  return token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
}

/** Only people read what goes there. */
const FOR_PEOPLE_ONLY = /^\d*>+\s*(?:&?2|\/dev\/\w+|\$\{?GITHUB_(?:STEP_SUMMARY|OUTPUT)\}?)$/;

/** @returns the text with blanks in the place of what `echo` and `printf` only print. */
export function withoutPrinted(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { words, start, end, isPiped } of commandsOfShell(text)) {
    if (isPiped || !/^@?(?:echo|printf)$/.test(words[0] ?? '')) continue;
    const at = words.findIndex((word) => /^\d*>/.test(word));
    if (at >= 0 && !FOR_PEOPLE_ONLY.test(words.slice(at).join(''))) continue;
    parts.push(text.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  return parts.join('') + text.slice(from);
}
