/** One broken rule, as whoever broke it reads it: where, what was found, and what to do instead. */
import type ts from 'typescript';
import { lineOf } from './source-file.ts';

export const ruleNames = [
  'layers',
  'imports',
  'domain-order',
  'cycles',
  'globals',
  'failure',
  'import-time',
  'state',
  'ports',
  'modules',
  'names',
  'one-meaning',
  'one-place',
  'one-rule',
  'vectors',
  'paths',
] as const;
export type RuleName = (typeof ruleNames)[number];

export interface Violation {
  readonly rule: RuleName;
  /** `path:line`, or the path alone where the file as a whole is meant. */
  readonly place: string;
  readonly found: string;
  /** An imperative. */
  readonly remedy: string;
}

export function placeOf(node: ts.Node): string {
  return `${node.getSourceFile().fileName}:${lineOf(node)}`;
}

export function renderViolation({ rule, place, found, remedy }: Violation): string {
  return `${place}: ${found}; ${remedy} [${rule}]`;
}
