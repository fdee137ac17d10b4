/** Who measured, and of which question, as logs of evaluation tools say it: two that differ there have no common rows. */
import { describe, expect, it } from 'vitest';
import { numberColumn } from '../../../src/shared/domain/table/access.ts';
import { COLUMNS, evaluate, inspect, promptfoo, read } from './tool-logs.ts';

/** What changes about the evaluation, and not about the model, is seen in the log alone (versions 0.3.285 and 0.123.1 write these keys). */
describe('responses that were measured otherwise have no common rows', () => {
  const log = inspect({});
  const graded = (
    roles: Readonly<Record<string, object>> | undefined,
    { model = 'openai/gpt-4o', options = {} }: { readonly model?: string; readonly options?: object } = {},
  ) => ({
    ...log,
    eval: { ...log.eval, model, model_roles: roles, scorers: [{ name: 'model_graded_fact', options }] },
  });
  const asked = (input: unknown, target: unknown = 'x', choices?: readonly string[]) => ({
    ...log,
    samples: log.samples.map((sample) => ({ ...sample, input, target, choices })),
  });
  const message = (id: string, content: string) => [{ id, role: 'user', content }];
  const results = promptfoo({});
  const otherVariables = {
    ...results,
    results: {
      ...results.results,
      results: results.results.results.map((entry, index) => ({
        ...entry,
        vars: { topic: `other ${index}` },
        testCase: { ...entry.testCase, description: `d${index}`, vars: { topic: `other ${index}` } },
      })),
    },
  };
  const described = {
    ...results,
    results: {
      ...results.results,
      results: results.results.results.map((entry, index) => ({
        ...entry,
        testCase: { ...entry.testCase, description: `d${index}` },
      })),
    },
  };
  const grader = (model: string) => ({ grader: { model, config: {} } });

  it.each([
    ['another grader in its role', 'inspect', graded(grader('a/1')), graded(grader('a/2')), false],
    ['the same grader in its role', 'inspect', graded(grader('a/1')), graded(grader('a/1')), true],
    [
      'another model, graded by the one in the role',
      'inspect',
      graded(grader('a/1'), { model: 'b/1' }),
      graded(grader('a/1'), { model: 'b/2' }),
      true,
    ],
    [
      'another model, which grades itself',
      'inspect',
      graded(undefined, { model: 'b/1' }),
      graded(undefined, { model: 'b/2' }),
      false,
    ],
    [
      'another model, graded by a named one',
      'inspect',
      graded(undefined, { model: 'b/1', options: { model: 'a/1' } }),
      graded(undefined, { model: 'b/2', options: { model: 'a/1' } }),
      true,
    ],
    ['another question of the same id', 'inspect', asked('old'), asked('new'), false],
    ['another answer to the question', 'inspect', asked('q', 'yes'), asked('q', 'no'), false],
    [
      'messages with other identifiers',
      'inspect',
      asked(message('m1', 'q')),
      asked(message('m2', 'q')),
      true,
    ],
    [
      'choices in another order',
      'inspect',
      asked('q', 'A', ['right', 'wrong']),
      asked('q', 'B', ['wrong', 'right']),
      true,
    ],
    [
      'another choice that is right',
      'inspect',
      asked('q', 'A', ['right', 'wrong']),
      asked('q', 'A', ['wrong', 'right']),
      false,
    ],
    ['other variables under one description', 'promptfoo', described, otherVariables, false],
    ['the same variables', 'promptfoo', described, described, true],
    [
      'another version of promptfoo',
      'promptfoo',
      { ...results, metadata: { promptfooVersion: '0.123.1' } },
      { ...results, metadata: { promptfooVersion: '0.124.0' } },
      false,
    ],
  ] as const)('%s', async (...[, tool, challenger, champion, isCommon]) => {
    const metric = tool === 'inspect' ? 'pass_rate:scores.model_graded_fact' : 'pass_rate:passed';
    const { rules } = await evaluate({ challenger, champion }, COLUMNS[tool], metric);
    expect(rules[0]!.reason.code).toBe(isCommon ? 'kept-cases' : 'no-common-rows');
  });

  it('a grade or a number that is lacking is a missing value, not a log of another shape', async () => {
    const text = JSON.stringify(log).replace('"value":"C"', '"value":NaN');
    const table = await read(text, COLUMNS.inspect);
    const grades = [...numberColumn(table, 'scores.model_graded_fact', 'results.json')];
    expect(grades.filter(Number.isNaN)).toHaveLength(1);
    const unused = { ...log, samples: log.samples.map((sample) => ({ ...sample, model_usage: {} })) };
    const tokens = numberColumn(await read(unused, COLUMNS.inspect), 'tokens', 'results.json');
    expect(tokens.every(Number.isNaN)).toBe(true);
  });
});
