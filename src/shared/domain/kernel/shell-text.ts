/** Text of a POSIX shell: words that are written for it, and its lines. */

/** A text as one word, as Python's `shlex.quote` writes it. */
export function quoteForShell(text: string): string {
  if (text === '') return "''";
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** Lines that a backslash continues, each with what continues it; a Makefile has the same. An empty line ends one. */
export function joinContinuedLines(text: string): string {
  return text.replaceAll(/\\\r?\n[ \t]*/g, ' ');
}
