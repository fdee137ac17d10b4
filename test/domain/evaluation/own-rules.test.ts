/** Which rules of a pull request its base has too: where digits are hidden, only these have an outcome of their own. */
import { expect, it } from 'vitest';
import { ruleSchema } from '../../../src/shared/domain/config/rule-section.ts';
import { createOwnRuleTest } from '../../../src/shared/domain/evaluation/own-rules.ts';
import type { RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';

const rule = (written: object) => ruleSchema.parse({ metric: 'accuracy', ...written });
const result = (kind: RuleResult['kind'], threshold: number) => ({ metric: 'accuracy', kind, threshold });

type Asked = Parameters<ReturnType<typeof createOwnRuleTest>>[0];

const cases: readonly (readonly [title: string, base: object, head: object, asked: Asked, isOwn: boolean])[] =
  [
    ['the same bound', { 'at-least': 0.7 }, { 'at-least': 0.7 }, result('at-least', 0.7), false],
    ['another bound', { 'at-least': 0.7 }, { 'at-least': 0.71 }, result('at-least', 0.71), true],
    ['another kind', { 'at-least': 0.7 }, { 'at-most': 0.7 }, result('at-most', 0.7), true],
    // Each case would be asked for its label.
    ['one case', { keeps: 'passed' }, { keeps: 'passed', cases: ['q-17'] }, result('keeps', 0), true],
    [
      'the same cases',
      { keeps: 'passed', cases: ['q'] },
      { keeps: 'passed', cases: ['q'] },
      result('keeps', 0),
      false,
    ],
    [
      'identical accepted',
      { 'not-worse-by': 0.01 },
      { 'not-worse-by': 0.01, identical: 'pass' },
      result('not-worse-by', 0.01),
      true,
    ],
    [
      'a fraction of the value',
      { 'not-worse-by': 0.01 },
      { 'not-worse-by': 0.01, relative: true },
      { ...result('not-worse-by', 0.01), relative: {} },
      true,
    ],
  ];

it.each(cases.map(([title, base, head, asked, isOwn]) => ({ title, base, head, asked, isOwn })))(
  '$title',
  ({ base, head, asked, isOwn }) => {
    expect(createOwnRuleTest([rule(base)], [rule(head)])(asked)).toBe(isOwn);
  },
);
