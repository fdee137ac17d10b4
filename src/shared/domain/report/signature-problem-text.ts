/** What data have where the signature of a model says otherwise, as a part of a sentence. Plain text with names of others in it. */
import { isKnown, showValue } from '../documents/open-values.ts';
import { foundInputs, type FoundInput, type ReadSignatureProblem } from '../documents/signature-problem.ts';

const WORDS: Readonly<Record<FoundInput, string>> = {
  nothing: 'nothing',
  'no-value': 'a missing value',
  boolean: 'a truth value',
  number: 'a number',
  fraction: 'a number with decimals',
  'number-out-of-range': 'a number outside of its range',
  text: 'text',
  time: 'a time',
  list: 'a list',
  object: 'an object',
  'other-shape': 'another shape',
  'other-count': 'another count of columns',
};

/** "distance: expected double, got text". */
export function describeSignatureProblem({ input, expected, found, sizes }: ReadSignatureProblem): string {
  const place = input === undefined ? '' : `${input}: `;
  const shown = sizes === undefined ? '' : ` (${sizes.join(' × ')})`;
  return `${place}expected ${expected}, got ${wordsFor(found)}${shown}`;
}

function wordsFor(found: ReadSignatureProblem['found']): string {
  return isKnown(foundInputs, found) ? WORDS[found] : showValue(found);
}
