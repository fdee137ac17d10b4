import { describe, expect, test } from 'vitest';
import { describePhase } from '../../../src/shared/domain/report/phase-text.ts';
import { checkSmokeResponse, planSmokeTest } from '../../../src/shared/domain/rollout/smoke-test.ts';

describe('the rows of an example input', () => {
  test.each([
    ['a list of rows', '[{"a":1},{"a":2}]', 2],
    ['one row', '{"a":1}', 1],
    ['TensorFlow Serving and KServe', '{"instances":[[1],[2],[3]]}', 3],
    ['MLflow records', '{"dataframe_records":[{"a":1},{"a":2}]}', 2],
    ['MLflow split', '{"dataframe_split":{"columns":["a"],"data":[[1],[2]]}}', 2],
  ])('%s', (_, text, rowCount) => {
    expect(planSmokeTest(text, 'example')).toMatchObject({ rowCount, body: JSON.parse(text) as unknown });
  });

  test.each([
    ['no JSON', 'a,b\n1,2\n', 'example: expected JSON, got SyntaxError'],
    ['an empty list', '[]', 'example: expected at least one row, got none'],
    ['a number', '7', 'example: expected at least one row, got none'],
  ])('%s is refused', (_, text, message) => {
    expect(() => planSmokeTest(text, 'example')).toThrow(message);
  });
});

describe('the answer to the example input', () => {
  const twoRows = planSmokeTest('[{"a":1},{"a":2}]', 'example');
  test.each([
    ['a list', 200, '[0.1, 0.9]'],
    ['predictions', 200, '{"predictions":[0.1,0.9]}'],
    ['outputs', 201, '{"outputs":["late","on time"]}'],
  ])('passes as %s', (_, status, body) => {
    expect(checkSmokeResponse(twoRows, { status, body })).toEqual({
      passed: true,
      detail: { code: 'smoke-test-passed', rowsSent: 2, rowsPredicted: 2, answer: body },
    });
  });

  test('passes as one number for one row', () => {
    const oneRow = planSmokeTest('{"a":1}', 'example');
    expect(checkSmokeResponse(oneRow, { status: 200, body: '{"prediction":0.5}' }).passed).toBe(true);
  });

  test.each([
    ['nothing', undefined, { code: 'smoke-test-no-answer' }],
    [
      'an error',
      { status: 500, body: 'Traceback\n  line 1' },
      { code: 'smoke-test-status', status: 500, answer: 'Traceback line 1' },
    ],
    ['a page', { status: 200, body: '<html>' }, { code: 'smoke-test-no-predictions', answer: '<html>' }],
    ['nothing at all', { status: 200, body: '' }, { code: 'smoke-test-no-predictions', answer: '' }],
    [
      'other JSON',
      { status: 200, body: '{"ok":true}' },
      { code: 'smoke-test-no-predictions', answer: '{"ok":true}' },
    ],
    [
      'too few',
      { status: 200, body: '[1]' },
      { code: 'smoke-test-row-count', rowsSent: 2, rowsPredicted: 1, answer: '[1]' },
    ],
  ])('fails as %s', (_, answer, detail) => {
    expect(checkSmokeResponse(twoRows, answer)).toEqual({ passed: false, detail });
  });

  test('is shown on one short line', () => {
    const { detail } = checkSmokeResponse(twoRows, {
      status: 500,
      body: `\u001b[31m${'long '.repeat(99)}\n`,
    });
    const text = describePhase(detail);
    expect(text).toMatch(/^[\x20-\x7e…]+$/);
    expect(text.length).toBeLessThan(260);
  });
});
