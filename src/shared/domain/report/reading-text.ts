/** What was read of the tables of an evaluation in a way that could be another, for its comment and report. */
import { escapeSentence } from '../text/untrusted-text.ts';

/** @param notes of `summarizeReading`. Empty without notes. */
export function renderReadingNotes(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  const items = [...new Set(notes)].map((note) => `- ${escapeSentence(note)}.`);
  return ['**How the tables were read.** The log of this job has the cells.', '', ...items].join('\n');
}
