/** A text as YAML reads it: names of files and folders may have blanks, colons or braces. */
import { stringify } from 'yaml';

/** @returns a scalar in one line of YAML, which may stand between braces too. */
export function yamlScalar(text: string): string {
  return /[\n{}[\],]/.test(text) ? JSON.stringify(text) : stringify(text, { lineWidth: 0 }).trimEnd();
}
