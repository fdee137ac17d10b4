/**
 * The evaluation that a pull request was given against the recomputed one, field by field
 * (docs/trust.md#a-verdict-is-recomputed). Numbers may differ by 1e-9 relative, since a last bit may differ between
 * processors. Of an evaluation by another version of the statistics, only the metrics and rules that it names are
 * compared: a newer version computes more.
 */
import type { Evaluation, ReadEvaluation } from '../documents/evaluation.ts';

const RELATIVE_TOLERANCE = 1e-9;
/** For differences of two numbers near one: what is left of them after cancellation. */
const ABSOLUTE_TOLERANCE = 1e-12;

/** @returns one line for each field that differs, like `rules.roc_auc at-least.outcome: given "pass", recomputed "fail"`. */
export function compareEvaluations(given: ReadEvaluation, recomputed: Evaluation): readonly string[] {
  const [left, right] = [byName(given), byName(recomputed)];
  const expected = given.statistics === recomputed.statistics ? right : onlyNamedIn(left, right);
  return [...findRepeated(given), ...findDifferences(left, expected, '')];
}

type Named = Readonly<Record<string, unknown>>;
type ByName = Readonly<Record<'metrics' | 'rules', Named>> & { readonly statistics: string };

/** Metrics and rules by name, so that their order does not matter. A rule may be there twice with two bounds. */
function byName({ metrics, rules, ...others }: ReadEvaluation): ByName {
  return {
    ...others,
    metrics: Object.fromEntries(metrics.map((result) => [result.metric, result])),
    rules: Object.fromEntries(rules.map((rule) => [nameOfRule(rule), rule])),
  };
}

function nameOfRule({ metric, kind, threshold }: ReadEvaluation['rules'][number]): string {
  return `${metric} ${kind.toString()} ${threshold}`;
}

/** An entry that stands twice could show one value to people and another one to this comparison. */
function findRepeated({ metrics, rules }: ReadEvaluation): readonly string[] {
  const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...repeated(metrics.map(({ metric }) => metric)).map((name) => `metrics.${name}: given more than once`),
    ...repeated(rules.map(nameOfRule)).map((name) => `rules.${name}: given more than once`),
  ];
}

function onlyNamedIn(given: ByName, recomputed: ByName): Named {
  const keep = (all: Named, wanted: Named): Named =>
    Object.fromEntries(Object.entries(all).filter(([name]) => Object.hasOwn(wanted, name)));
  return {
    ...recomputed,
    statistics: given.statistics,
    metrics: keep(recomputed.metrics, given.metrics),
    rules: keep(recomputed.rules, given.rules),
  };
}

function findDifferences(given: unknown, recomputed: unknown, path: string): readonly string[] {
  if (isTree(given) && isTree(recomputed)) {
    const keys = new Set([...Object.keys(given), ...Object.keys(recomputed)]);
    return [...keys].flatMap((key) =>
      findDifferences(given[key], recomputed[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (given === recomputed || areClose(given, recomputed)) return [];
  return [`${path}: given ${show(given)}, recomputed ${show(recomputed)}`];
}

function areClose(left: unknown, right: unknown): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  const scale = Math.max(Math.abs(left), Math.abs(right));
  return Math.abs(left - right) <= Math.max(RELATIVE_TOLERANCE * scale, ABSOLUTE_TOLERANCE);
}

function isTree(value: unknown): value is Named {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120);
}
