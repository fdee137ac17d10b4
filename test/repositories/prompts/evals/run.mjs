// Answers each case with the prompt that lies there, and writes one row for each response.
import { readFileSync, writeFileSync } from 'node:fs';
import { answer } from '../assistant.mjs';

const cases = readFileSync('evals/cases.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const rows = cases.map(({ case: name, message, wanted }) => {
  const response = answer(message);
  return JSON.stringify({
    case: name,
    passed: response === wanted,
    answer_length: response.length,
    grader: 'equal-1',
  });
});
writeFileSync('evals/results.jsonl', `${rows.join('\n')}\n`);
