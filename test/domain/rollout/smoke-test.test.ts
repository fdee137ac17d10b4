import { describe, expect, test } from 'vitest';
import { describePhase } from '../../../src/shared/domain/report/phase-text.ts';
import { checkSmokeResponse, planSmokeTest } from '../../../src/shared/domain/rollout/smoke-test.ts';

/** A tensor of the open inference protocol, with its values in one list. */
const tensor = (name: string, shape: readonly number[], data?: readonly unknown[]): object => ({
  ...{ name, shape, datatype: 'FP32' },
  ...(data !== undefined && { data }),
});

describe('the rows of an example input', () => {
  test.each<[string, unknown, readonly number[]]>([
    ['a list of rows', [{ a: 1 }, { a: 2 }], [2]],
    ['one row', { a: 1 }, [1]],
    ['one row with a list and a number', { a: 1, history: [1, 2, 3] }, [1]],
    ['lists, which are a table or one row', { a: [1, 2, 3], b: [4, 5, 6] }, [3, 1]],
    ['lists of several lengths, which are no table', { a: [1, 2, 3], b: [4] }, [1]],
    ['TensorFlow Serving and KServe V1', { instances: [[1], [2], [3]] }, [3]],
    [
      'instances with a signature',
      { signature_name: 'serving_default', instances: [{ a: 1 }, { a: 2 }] },
      [2],
    ],
    ['inputs by name', { inputs: { a: [[1], [2]], b: [[3], [4]] } }, [2]],
    ['inputs by name, one of them for all rows', { inputs: { a: [[1], [2], [3]], temperature: 0.5 } }, [3]],
    ['a list of texts', { inputs: ['good', 'bad'] }, [2]],
    ['one text', { inputs: 'good' }, [1]],
    ['KServe V2: one tensor', { inputs: [tensor('x', [3, 2], [1, 2, 3, 4, 5, 6])] }, [3]],
    ['KServe V2: two tensors of one row', { inputs: [tensor('a', [1], [1]), tensor('b', [1], [2])] }, [1]],
    ['KServe V2: tensors of four rows', { id: '7', inputs: [tensor('a', [4, 1]), tensor('b', [4, 3])] }, [4]],
    [
      'KServe V2: nested values',
      {
        inputs: [
          {
            ...tensor('x', [2, 2]),
            data: [
              [1, 2],
              [3, 4],
            ],
          },
        ],
      },
      [2],
    ],
    ['KServe V2: a tensor for all rows', { inputs: [tensor('x', [5, 2]), tensor('k', [1])] }, [5, 1]],
    ['KServe V2: a number', { inputs: [tensor('x', [], [7])] }, [1]],
    ['MLflow records', { dataframe_records: [{ a: 1 }, { a: 2 }] }, [2]],
    ['Azure', { input_data: { columns: ['a'], index: [0, 1], data: [[1], [2]] } }, [2]],
    ['OpenAI', { model: 'm', input: ['good', 'bad'] }, [2]],
    ['MLflow split', { dataframe_split: { columns: ['a'], data: [[1], [2]] } }, [2]],
    [
      'MLflow split with parameters',
      { params: { k: [1, 2, 3] }, dataframe_split: { index: [0], columns: ['a'], data: [[1]] } },
      [1],
    ],
    [
      'pandas split alone',
      {
        columns: ['a', 'b'],
        index: [0, 1],
        data: [
          [1, 2],
          [3, 4],
        ],
      },
      [2],
    ],
    ['Seldon: a list', { data: { names: ['a'], ndarray: [[1], [2]] } }, [2]],
    [
      'Seldon: a tensor',
      { data: { names: ['a', 'b'], tensor: { shape: [2, 2], values: [1, 2, 3, 4] } } },
      [2],
    ],
  ])('%s', (_, body, rowCounts) => {
    expect(planSmokeTest(JSON.stringify(body), 'example')).toEqual({ body, rowCounts });
  });

  test.each([
    ['no JSON', 'a,b\n1,2\n', 'example: expected JSON, got SyntaxError'],
    ['an empty list', '[]', 'example: expected at least one row, got none'],
    ['a number', '7', 'example: expected at least one row, got none'],
    ['no instance', '{"instances":[]}', 'example: expected at least one row, got none'],
    [
      'a tensor without rows',
      '{"inputs":[{"name":"x","shape":[0,3]}]}',
      'example: expected at least one row, got none',
    ],
    [
      'columns without rows',
      '{"dataframe_split":{"columns":["a"]}}',
      'example: expected at least one row, got none',
    ],
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

  test.each<[string, unknown]>([
    ['one tensor', { outputs: [tensor('y', [2], [0.1, 0.9])] }],
    [
      'two tensors',
      { model_name: 'm', outputs: [tensor('p', [2, 3], [1, 2, 3, 4, 5, 6]), tensor('label', [2], [0, 1])] },
    ],
    [
      'a tensor beside one that is not of the batch',
      { outputs: [tensor('classes', [3]), tensor('y', [2, 1])] },
    ],
    ['lists by name', { outputs: { p: [[0.1], [0.9]], label: ['no', 'yes'] } }],
    ['records', { predictions: [{ label: 'no' }, { label: 'yes' }] }],
    ['columns', { predictions: { label: ['no', 'yes'], p: [0.1, 0.9] } }],
    ['a list of Seldon', { data: { names: ['p'], ndarray: [[0.1], [0.9]] } }],
    ['a list of Seldon beside a text', { result: 'ok', data: { ndarray: [[0.1], [0.9]] } }],
    ['a result of FastAPI', { status: 'ok', result: [0.1, 0.9] }],
    ['results', { results: [{ label: 'no' }, { label: 'yes' }] }],
    ['embeddings of OpenAI', { object: 'list', data: [{ embedding: [1] }, { embedding: [2] }] }],
    ['predictions of which one is nothing', { predictions: [null, 0.9] }],
  ])('passes for two rows as %s', (_, answer) => {
    const { passed, detail } = checkSmokeResponse(twoRows, { status: 200, body: JSON.stringify(answer) });
    expect(detail).toMatchObject({ code: 'smoke-test-passed', rowsSent: 2, rowsPredicted: 2 });
    expect(passed).toBe(true);
  });

  test.each<[string, unknown, number]>([
    ['a tensor of one row', { outputs: [tensor('y', [1], [0.1])] }, 1],
    ['two tensors of one row', { outputs: [tensor('p', [1, 2], [1, 2]), tensor('label', [1], [0])] }, 1],
    ['a tensor whose shape says more than it has', { outputs: [tensor('y', [2], [0.1])] }, 1],
    ['a tensor with half a row', { outputs: [tensor('y', [2, 2], [1, 2, 3])] }, 3],
    ['one prediction in columns', { predictions: { label: ['no'], p: [0.1] } }, 1],
    ['one object', { prediction: { label: 'no', p: 0.1 } }, 1],
    ['an empty list', { predictions: [] }, 0],
  ])('fails for two rows as %s', (_, answer, rowsPredicted) => {
    const { passed, detail } = checkSmokeResponse(twoRows, { status: 200, body: JSON.stringify(answer) });
    expect(detail).toMatchObject({ code: 'smoke-test-row-count', rowsSent: 2, rowsPredicted });
    expect(passed).toBe(false);
  });

  test('passes for two tensors of one row, and one prediction', () => {
    const request = { inputs: [tensor('a', [1], [1]), tensor('b', [1], [2])] };
    const answer = { status: 200, body: JSON.stringify({ outputs: [tensor('y', [1], [0.1])] }) };
    expect(checkSmokeResponse(planSmokeTest(JSON.stringify(request), 'example'), answer).passed).toBe(true);
  });

  test.each(['{"prediction":0.5}', '0.5', '{"choices":[{"message":{"content":"hi"}}]}'])(
    'passes as %s for one row',
    (body) => {
      const oneRow = planSmokeTest('{"a":1}', 'example');
      expect(checkSmokeResponse(oneRow, { status: 200, body }).passed).toBe(true);
    },
  );

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
      'predictions that are nothing',
      { status: 200, body: '{"predictions":{}}' },
      { code: 'smoke-test-no-predictions', answer: '{"predictions":{}}' },
    ],
    [
      'no predictions',
      { status: 200, body: '{"predictions":null}' },
      { code: 'smoke-test-no-predictions', answer: '{"predictions":null}' },
    ],
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

  test.each([
    '{"predictions":[null,null]}',
    '[[null],[null]]',
    '{"outputs":[{"name":"y","shape":[2],"data":[null,null]}]}',
    '{"result":"ok"}',
  ])('fails as %s, which has no prediction', (body) => {
    const { passed, detail } = checkSmokeResponse(twoRows, { status: 200, body });
    expect({ passed, detail }).toEqual({
      passed: false,
      detail: { code: 'smoke-test-no-predictions', answer: body },
    });
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
