/**
 * The evaluation that a pull request was given against the recomputed one, field by field
 * (docs/trust.md#a-verdict-is-recomputed). Numbers may differ by 1e-9 relative, since a last bit may differ between
 * processors. Of an evaluation by another version of the statistics, only what it names is compared: a newer version
 * computes more, and says more of each metric.
 */
import type { Evaluation, ReadEvaluation } from '../documents/evaluation.ts';
import { isComposite, isRecord, ownValue } from '../kernel/unknown-value.ts';

export const RELATIVE_TOLERANCE = 1e-9;
/** For differences of two numbers near one: what is left of them after cancellation. */
const ABSOLUTE_TOLERANCE = 1e-12;
const MAX_SHOWN = 120;

/** Values are shortened text; absent where the document has none. */
export interface FieldDifference {
  /** Like `rules.roc_auc at-least 0.58.outcome`. */
  readonly field: string;
  readonly shown?: string;
  readonly recomputed?: string;
}

/** @returns the fields that differ, in the order of the documents. */
export function compareEvaluations(
  shown: ReadEvaluation,
  recomputed: Evaluation,
): readonly FieldDifference[] {
  const [left, right] = [byName(shown), byName(recomputed)];
  const expected =
    shown.statistics === recomputed.statistics
      ? right
      : { ...onlyNamedIn(left, right), statistics: shown.statistics };
  return [...findRepeated(shown), ...findDifferences(left, expected, '')];
}

export function describeDifference({ field, shown, recomputed }: FieldDifference): string {
  return `${field}: shown ${shown ?? 'nothing'}, recomputed ${recomputed ?? 'nothing'}`;
}

type Named = Readonly<Record<string, unknown>>;
type ByName = Readonly<Record<'metrics' | 'rules', Named>> & Named;

/** Metrics and rules by name, so that their order does not matter. A rule may be there twice with two bounds. */
function byName({ metrics, rules, ...others }: ReadEvaluation): ByName {
  return {
    ...others,
    metrics: Object.fromEntries(metrics.map((result) => [result.metric, result])),
    rules: Object.fromEntries(rules.map((rule) => [nameOfRule(rule), rule])),
  };
}

function nameOfRule(rule: ReadEvaluation['rules'][number]): string {
  const { metric, kind, threshold, relative, against } = rule;
  const more = [relative === undefined ? '' : ' relative', against === undefined ? '' : ` ${against}`];
  return `${metric} ${kind.toString()} ${threshold}${more.join('')}`;
}

/** An entry that stands twice could show one value to people and another one to this comparison. */
function findRepeated({ metrics, rules }: ReadEvaluation): readonly FieldDifference[] {
  const names = [
    ...metrics.map(({ metric }) => `metrics.${metric}`),
    ...rules.map((rule) => `rules.${nameOfRule(rule)}`),
  ];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return repeated.map((field) => ({ field: shorten(field), shown: 'more than once', recomputed: 'once' }));
}

/**
 * What an older version could say: the keys that it has, at any depth. A list is compared as a whole, since its entries
 * have no names.
 */
function onlyNamedIn(shown: Named, recomputed: Named): Named {
  const named = Object.entries(recomputed).filter(([key]) => Object.hasOwn(shown, key));
  return Object.fromEntries(
    named.map(([key, value]) => {
      const older = ownValue(shown, key);
      return [key, isRecord(older) && isRecord(value) ? onlyNamedIn(older, value) : value];
    }),
  );
}

function findDifferences(shown: unknown, recomputed: unknown, path: string): readonly FieldDifference[] {
  if (isComposite(shown) && isComposite(recomputed)) {
    const keys = new Set([...Object.keys(shown), ...Object.keys(recomputed)]);
    return [...keys].flatMap((key) =>
      findDifferences(ownValue(shown, key), ownValue(recomputed, key), path === '' ? key : `${path}.${key}`),
    );
  }
  if (shown === recomputed || areClose(shown, recomputed)) return [];
  return [
    {
      field: shorten(path),
      ...(shown !== undefined && { shown: textOf(shown) }),
      ...(recomputed !== undefined && { recomputed: textOf(recomputed) }),
    },
  ];
}

function areClose(left: unknown, right: unknown): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  const scale = Math.max(Math.abs(left), Math.abs(right));
  return Math.abs(left - right) <= Math.max(RELATIVE_TOLERANCE * scale, ABSOLUTE_TOLERANCE);
}

function textOf(value: unknown): string {
  return shorten(JSON.stringify(value));
}

/** Of a document that may be written by anybody: for a message, or for `model.json`. */
export function shorten(text: string): string {
  return text.slice(0, MAX_SHOWN).toWellFormed();
}
