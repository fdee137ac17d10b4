/** Names of files and folders, as a shell and as YAML read them: they may have blanks, colons or braces. */
import { stringify } from 'yaml';

/** @returns one word of a POSIX shell. */
export function shellWord(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

/** @returns a scalar in one line of YAML, which may stand between braces too. */
export function yamlScalar(text: string): string {
  return /[\n{}[\],]/.test(text) ? JSON.stringify(text) : stringify(text, { lineWidth: 0 }).trimEnd();
}
