import { describe, expect, test } from 'vitest';
import { checkSmokeAnswer, planSmokeTest } from '../../../src/shared/domain/rollout/smoke-test.ts';

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
    expect(checkSmokeAnswer(twoRows, { status, body })).toEqual({
      passed: true,
      detail: `2 rows sent, 2 predicted: ${body}`,
    });
  });

  test('passes as one number for one row', () => {
    const oneRow = planSmokeTest('{"a":1}', 'example');
    expect(checkSmokeAnswer(oneRow, { status: 200, body: '{"prediction":0.5}' }).passed).toBe(true);
  });

  test.each([
    ['nothing', undefined, 'no answer to the example input'],
    [
      'an error',
      { status: 500, body: 'Traceback\n  line 1' },
      'status 500 to the example input: Traceback line 1',
    ],
    ['a page', { status: 200, body: '<html>' }, 'expected JSON with predictions, got <html>'],
    ['nothing at all', { status: 200, body: '' }, 'expected JSON with predictions, got an empty body'],
    ['other JSON', { status: 200, body: '{"ok":true}' }, 'expected JSON with predictions, got {"ok":true}'],
    ['too few', { status: 200, body: '[1]' }, '2 rows sent, but 1 predicted: [1]'],
  ])('fails as %s', (_, answer, detail) => {
    expect(checkSmokeAnswer(twoRows, answer)).toEqual({ passed: false, detail });
  });

  test('is shown on one short line', () => {
    const { detail } = checkSmokeAnswer(twoRows, { status: 500, body: `\u001b[31m${'long '.repeat(99)}\n` });
    expect(detail).toMatch(/^[\x20-\x7e…]+$/);
    expect(detail.length).toBeLessThan(260);
  });
});
