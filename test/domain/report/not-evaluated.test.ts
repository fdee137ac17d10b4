/** The word of a push without a verdict stands above the last verdict, once, whatever was written before. */
import { expect, test } from 'vitest';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { renderError } from '../../../src/shared/domain/text/error-text.ts';
import {
  describeFailedEvaluation,
  renderNotEvaluated,
} from '../../../src/shared/domain/report/not-evaluated.ts';

const MARKER = '<!-- model-steward:evaluate model=churn -->';
const VERDICT = `${MARKER}\n<!-- model-steward:push 1111111 pass -->\n\n### \`churn\`: better · pass\n\ntable`;

const word = (commit: string, message = 'predictions.csv:2: expected a number, got "often"') => ({
  ...{ commit, repositoryUrl: 'https://github.com/acme/churn' },
  runUrl: 'https://github.com/acme/churn/actions/runs/7',
  error: { code: 'DATA_INVALID', message, hint: undefined, lastLines: [] } as const,
});

test('the word stands between the hidden lines and the last verdict', () => {
  const body = renderNotEvaluated(MARKER, VERDICT, word('2'.repeat(40)));
  expect(body.split('\n')).toMatchObject([
    MARKER,
    '<!-- model-steward:push 1111111 pass -->',
    '<!-- model-steward:not-evaluated -->',
    '> [!CAUTION]',
    expect.stringContaining('The newest push [`2222222`](https://github.com/acme/churn/commit/2222'),
    expect.stringContaining('What follows is about an earlier push.'),
    '<!-- /model-steward:not-evaluated -->',
    '',
    '### `churn`: better · pass',
    '',
    'table',
  ]);
});

test('the word of the next push takes the place of the one before', () => {
  const first = renderNotEvaluated(MARKER, VERDICT, word('2'.repeat(40)));
  const second = renderNotEvaluated(MARKER, first, word('3'.repeat(40)));
  expect(second).toBe(renderNotEvaluated(MARKER, VERDICT, word('3'.repeat(40))));
});

test('without an earlier verdict there is the word alone, also the second time', () => {
  const first = renderNotEvaluated(MARKER, undefined, word('2'.repeat(40)));
  expect(first).not.toContain('earlier push');
  expect(renderNotEvaluated(MARKER, first, word('2'.repeat(40)))).toBe(first);
});

test('a message that quotes a file of the pull request makes no markup', () => {
  const body = renderNotEvaluated(MARKER, undefined, word('2'.repeat(40), 'got "<img src=x> @acme [a](b)"'));
  expect(body).not.toMatch(/<img|@acme|\[a\]\(b\)/);
});

test('a last verdict that would not fit is left out', () => {
  const body = renderNotEvaluated(MARKER, `${VERDICT}${'x'.repeat(70_000)}`, word('2'.repeat(40)));
  expect(body.endsWith('<!-- /model-steward:not-evaluated -->')).toBe(true);
});

test('the status says the code and the message in one line of at most 140 characters', () => {
  expect(describeFailedEvaluation(word('2').error)).toBe(
    'not evaluated: DATA_INVALID: predictions.csv:2: expected a number, got "often"',
  );
  expect(describeFailedEvaluation(word('2', `a\nb${'x'.repeat(200)}`).error)).toMatch(
    /^not evaluated: DATA_INVALID: a bx{100,}…$/,
  );
});

test('the last lines of a command are a list, in which nothing of theirs is markup', () => {
  const plain = word('2'.repeat(40));
  const error = { ...plain.error, lastLines: ['# Traceback', '![x](http://evil) | @acme'] };
  const body = renderNotEvaluated(MARKER, undefined, { ...plain, error });
  expect(body).toMatch(/> The last lines of its output:\n> {2}\n> - `#.+`\n> - `!.+`\n> {2}\n/);
  // A space that is not seen parts what would be markup.
  expect(body).not.toMatch(/`# |http:\/\/evil|@acme/);
});

test('examples of rows are in the log, and in no comment and no status', () => {
  const error = new DataError('DATA_MISMATCH', 'expected each id once, got 1 repeated id', {
    examples: '"anna"',
  });
  const said = { ...word('2'.repeat(40)), error };
  expect(renderError(error)).toContain('Examples: "anna"');
  expect(renderNotEvaluated(MARKER, VERDICT, said) + describeFailedEvaluation(error)).not.toContain('anna');
});
