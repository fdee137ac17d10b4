/** `gate` and `gate-retrain` of the configuration: lists of rules. */
import { composeName } from '../kernel/composed-name.ts';
import { orderedDirections } from '../kernel/direction.ts';
import { z } from 'zod';
import { ruleKinds, type RuleKind } from '../documents/evaluation.ts';
import { key } from './key.ts';

const LONGEST_WRITTEN_NAME = 200;
const LONGEST_CASE = 200;

/** Those that compare with another model; the others are bounds. */
export const comparisonKinds = [
  'superior-by',
  'not-worse-by',
  'equivalent-within',
] as const satisfies readonly RuleKind[];
/** Those that compare with the champion, the anchor or both; `keeps` is about the champion alone. */
const opposingKinds = [...comparisonKinds, 'no-slice-worse-by'] as const satisfies readonly RuleKind[];
export type ComparisonKind = (typeof comparisonKinds)[number];

/** Whom a rule compares the challenger with: docs/lifecycle.md#the-anchor says what the anchor is. */
const opponents = ['champion', 'anchor', 'both'] as const;

function hasOneOf(rule: Readonly<Partial<Record<RuleKind, unknown>>>, kinds: readonly RuleKind[]): boolean {
  return kinds.some((kind) => rule[kind] !== undefined);
}

/** One rule: a metric and exactly one kind of bound. */
export const ruleSchema = z
  .strictObject({
    metric: key(
      // In the form of the names in the metrics file. Whether it is the name of a metric is asked of the model that a
      // step is about, in select-model.ts.
      z.string().min(1).max(LONGEST_WRITTEN_NAME).overwrite(composeName),
      'A metric of the task (below), or the name of a value in the metrics file; the summary of `train` shows how it is spelled',
      'roc_auc',
    ),
    'superior-by': key(
      z.number().nonnegative().optional(),
      'The challenger must be better than the champion by more than this margin',
      0.002,
    ),
    'not-worse-by': key(
      z.number().nonnegative().optional(),
      'The challenger must not be worse than the champion by more than this margin',
      0.02,
    ),
    'equivalent-within': key(
      z.number().nonnegative().optional(),
      'The challenger must differ from the champion by at most this margin in either direction',
      0.01,
    ),
    'at-least': key(z.number().optional(), "Lower bound of the challenger's own value", 0.6),
    'at-most': key(z.number().optional(), "Upper bound of the challenger's own value", 0.4),
    'no-slice-worse-by': key(
      z.number().nonnegative().optional(),
      'Fails where the challenger is significantly worse than the champion by more than this margin in one of the `slices`, whatever the average says; passes where none of them is, which is no proof that none is worse',
      0.05,
    ),
    keeps: key(
      z.enum(['passed']).optional(),
      'No case that the champion passed may be lost, whatever the average says: a pass rate, or the accuracy',
      'passed',
    ),
    cases: key(
      z.array(z.string().min(1).max(LONGEST_CASE)).min(1).optional(),
      'Beside `keeps`: the ids of the cases in question, with `*` for any characters; without it, all of them',
      ['refund-*', 'q-17'],
    ),
    better: key(
      z.enum(orderedDirections).optional(),
      'Direction of a value in the metrics file; needed to compare it',
      'higher',
    ),
    relative: key(
      z.boolean().optional(),
      "Whether the margin is a fraction of the champion's value on the same rows: 0.02 is 2 % of it",
      true,
    ),
    against: key(
      z.enum(opponents).optional(),
      'With which version it compares: the one in the stage, the anchor, or each of them. Without it: `both` for a retraining, else `champion`',
      'both',
    ),
    identical: key(
      z.enum(['pass']).optional(),
      'Lets `not-worse-by` and `equivalent-within` pass where both models predict the same for every row, however few rows there are',
      'pass',
    ),
  })
  .refine(
    (rule) => rule.identical === undefined || hasOneOf(rule, ['not-worse-by', 'equivalent-within']),
    'expected `identical` only beside not-worse-by or equivalent-within',
  )
  .refine(
    (rule) => rule.cases === undefined || rule.keeps !== undefined,
    'expected `cases` only beside keeps',
  )
  .refine(
    (rule) => rule.against === undefined || comparesModels(rule),
    `expected \`against\` only beside ${opposingKinds.join(', ')}`,
  )
  .refine(
    (rule) => rule.relative === undefined || hasOneOf(rule, comparisonKinds),
    `expected \`relative\` only beside ${comparisonKinds.join(', ')}`,
  )
  .superRefine((rule, context) => {
    const found = ruleKinds.filter((kind) => rule[kind] !== undefined);
    if (found.length === 1) return;
    context.addIssue({
      code: 'custom',
      message: `expected exactly one of ${ruleKinds.join(', ')}, got ${found.join(' and ') || 'none of them'}`,
      params: { isWhole: true, hint: found.length > 1 ? 'write a rule for each of them' : undefined },
    });
  })
  .meta(inEditors());

/** The same in JSON Schema, which zod cannot say of a refinement: editors then find what a run would refuse. */
function inEditors(): Readonly<Record<string, unknown>> {
  const beside = (name: string, kinds: readonly RuleKind[]) => ({
    if: { required: [name] },
    then: { anyOf: kinds.map((kind) => ({ required: [kind] })) },
  });
  return {
    oneOf: ruleKinds.map((kind) => ({ required: [kind] })),
    allOf: [
      beside('identical', ['not-worse-by', 'equivalent-within']),
      beside('cases', ['keeps']),
      beside('against', opposingKinds),
      beside('relative', comparisonKinds),
    ],
  };
}

export type RuleConfig = z.infer<typeof ruleSchema>;

/** All rules of a gate. Results of rules are found by metric and bound, so no two may have the same. */
export const gateSchema = z.array(ruleSchema).superRefine((rules, context) => {
  const known = new Set<string>();
  rules.forEach((rule, index) => {
    const kind = ruleKinds.find((candidate) => rule[candidate] !== undefined);
    if (kind === undefined) return;
    const names = namesOf(rule, kind);
    const isRepeated = names.some((name) => known.has(name));
    names.forEach((name) => known.add(name));
    if (!isRepeated) return;
    context.addIssue({
      code: 'custom',
      path: [index, kind],
      message: `expected a bound that no other rule of "${rule.metric}" has`,
      params: { hint: kind === 'keeps' ? 'list all `cases` in one rule' : 'remove one of the two rules' },
    });
  });
});

/** One name for each version that the rule compares with. */
function namesOf(rule: RuleConfig, kind: RuleKind): readonly string[] {
  const name = `${rule.metric} ${kind} ${String(rule[kind])}${rule.relative === true ? ' relative' : ''}`;
  const against = rule.against === 'both' ? ['champion', 'anchor'] : [rule.against ?? ''];
  return against.map((opponent) => `${name} ${opponent}`);
}

/** Whether it may name the version that it compares with. */
export function comparesModels(rule: Readonly<Partial<Record<RuleKind, unknown>>>): boolean {
  return hasOneOf(rule, opposingKinds);
}
