/** What the rules of a model will mean on a pull request, as far as that is known before one. */
import type { ModelConfig } from '../config/config.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { StewardError } from '../kernel/errors.ts';
import { findMetric, metricsOfTask } from '../metrics/tasks/catalog.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { didYouMeanMetric } from '../kernel/metric-aliases.ts';
import { MOST_SLICES } from '../evaluation/list-slices.ts';
import { confidenceOf } from '../evaluation/looks-plan.ts';
import { isComparison, parseRule, type Rule } from '../evaluation/rule.ts';
import { requireReachable } from '../evaluation/rule-range.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { MIN_GROUPS } from '../statistics/grouped/interval.ts';
import type { RuleKind } from '../documents/evaluation.ts';
import { formatConfidence, formatPercent } from '../text/number-text.ts';
import { explainRunRule } from './explain-run-rule.ts';
import type { SetupFinding } from './setup-finding.ts';

/** Of the file in `score.data`. */
export interface HoldoutSize {
  readonly rowCount: number;
  /** Of independent groups; undefined where the file has no such column, and only the predictions have it. */
  readonly groups: Pick<Grouping, 'unit' | 'column' | 'count'> | undefined;
}

/** Of the file in `score.data`: its size, or why it cannot be read; undefined where it is not there before a run. */
export type Holdout = HoldoutSize | StewardError | undefined;

export function explainGate(name: string, model: ModelConfig, holdout: Holdout): readonly SetupFinding[] {
  const where = `${CONFIG_PATH}: models.${name}.gate`;
  if (model.gate.length === 0)
    return [
      {
        severity: 'note',
        where,
        message:
          'there are no rules: the comment is a report, the status is a success, and a merge registers no version. Rules that come with the first pull request count at once; rules that are added later decide about the pull requests after theirs',
      },
    ];
  const rules = readRules(model.gate, model, where);
  const parsed = rules.flatMap((rule) => ('kind' in rule ? [rule] : []));
  return [
    ...explainRules(rules, model, where),
    ...explainFirstVersion(parsed, model, where),
    ...explainRetraining(name, model),
    ...explainRows(parsed, model, { where, holdout }),
  ];
}

/** The rules that decide instead of those of `gate` where no person asked for the training. */
function explainRetraining(name: string, model: ModelConfig): readonly SetupFinding[] {
  const where = `${CONFIG_PATH}: models.${name}.gate-retrain`;
  return explainRules(readRules(model['gate-retrain'] ?? [], model, where), model, where);
}

type ReadRule = Rule | SetupFinding;

function readRules(configs: ModelConfig['gate'], model: ModelConfig, where: string): readonly ReadRule[] {
  return configs.map((config): ReadRule => {
    try {
      const rule = parseRule(config, model);
      requireReachable(rule, model);
      return rule;
    } catch (error) {
      if (!(error instanceof StewardError)) throw error;
      return { severity: 'error', where, ...describeProblem(error) };
    }
  });
}

function explainRules(
  rules: readonly ReadRule[],
  model: ModelConfig,
  where: string,
): readonly SetupFinding[] {
  return rules.map((rule) => ('kind' in rule ? explainRule(rule, model, where) : rule));
}

function describeProblem({ message, hint }: StewardError): Pick<SetupFinding, 'message' | 'hint'> {
  return { message, ...(hint !== undefined && { hint }) };
}

function isComputed({ metric }: Rule, { task, predictions }: ModelConfig): boolean {
  return predictions !== undefined && findMetric(task, metric, predictions) !== undefined;
}

function explainRule(rule: Rule, model: ModelConfig, where: string): SetupFinding {
  const { metric, kind, threshold, isRelative, cases } = rule;
  const place = `${where}: \`${metric}\` ${kind} ${threshold}${isRelative ? ' (relative)' : ''}`;
  if (kind === 'keeps')
    return {
      severity: 'note',
      where: `${where}: \`${metric}\` keeps passed`,
      message: `passes when nothing is lost that the champion passed, and fails when something is${cases === undefined ? '' : `; limited to the cases ${cases.join(', ')}`}`,
    };
  if (kind === 'no-slice-worse-by')
    return {
      severity: 'note',
      where: place,
      message: `fails where the challenger is significantly worse than the champion by more than ${threshold} in a slice by ${model.slices?.columns.join(', ') ?? ''}, and passes where it is not; inconclusive where a slice with enough rows has no interval, and where there are more than ${MOST_SLICES} of them, of which those with most rows are looked at: then raise \`slices.min-rows\`, name fewer columns, or leave \`slices.search\` out`,
    };
  if (isRunMetric(metric)) return explainRunRule(rule, model, place);
  const confidence = confidenceOf(model, undefined);
  if (isComputed(rule, model))
    return {
      severity: 'note',
      where: place,
      message: `passes when ${COMPUTED[kind](isRelative ? `${formatPercent(threshold)} of the champion's value` : String(threshold), formatConfidence(confidence))}, fails when all of it is on the other side, and is inconclusive between`,
    };
  return explainReported(rule, model, place);
}

/** A rule about a number of the metrics file; by the way of its name, it may have been meant for the predictions. */
function explainReported(rule: Rule, model: ModelConfig, where: string): SetupFinding {
  const { metric, kind, threshold } = rule;
  const near = didYouMeanComputed(metric, model);
  if (near !== undefined)
    return {
      severity: 'warning',
      where,
      message: `\`${metric}\` is no metric of the task ${model.task}: it is read from the metrics file`,
      hint: `${near} Otherwise let the training write \`${metric}\` to the metrics file`,
    };
  if (!isComparison(kind))
    return {
      severity: 'note',
      where,
      message: `compares the number \`${metric}\` of the metrics file with ${threshold}; its error is unknown, so there is no interval`,
    };
  const first = isForChampion(rule) ? 'does not apply to a first version; with a champion it ' : '';
  if (model.unpaired === 'accept')
    return {
      severity: 'note',
      where,
      message: `${first}compares two numbers of two metrics files; \`unpaired: accept\` says that their error may be unknown`,
    };
  return {
    severity: 'warning',
    where,
    message: `${first}will be inconclusive: two numbers of two metrics files say nothing of their error`,
    hint: 'add `score` and `predictions` with a task that has this metric, ask for `at-least` or `at-most`, or set `unpaired: accept`',
  };
}

/** Undefined without predictions: then any name is that of a number in the metrics file. */
function didYouMeanComputed(metric: string, { task, predictions }: ModelConfig): string | undefined {
  const names = metricsOfTask(task).map(({ name }) => name);
  return predictions === undefined ? undefined : didYouMeanMetric(metric, names);
}

/** Whether a first version, which has no champion, is not asked. */
function isForChampion({ kind, metric }: Rule): boolean {
  if (kind === 'keeps' || kind === 'no-slice-worse-by') return true;
  return isComparison(kind) && (kind !== 'superior-by' || isRunMetric(metric));
}

const COMPUTED: Readonly<
  Record<Exclude<RuleKind, 'keeps' | 'no-slice-worse-by'>, (threshold: string, confidence: string) => string>
> = {
  'superior-by': (margin, confidence) =>
    `the challenger is better than the champion by more than ${margin} with the whole ${confidence} interval of the difference`,
  'not-worse-by': (margin, confidence) =>
    `the challenger is worse than the champion by at most ${margin} with the whole ${confidence} interval of the difference`,
  'equivalent-within': (margin, confidence) =>
    `the challenger differs from the champion by at most ${margin} with the whole ${confidence} interval of the difference`,
  'at-least': (floor, confidence) =>
    `the whole ${confidence} interval of the challenger is at or above ${floor}`,
  'at-most': (ceiling, confidence) =>
    `the whole ${confidence} interval of the challenger is at or below ${ceiling}`,
};

/** Without a champion, `not-worse-by` and `equivalent-within` do not apply, and `superior-by` compares with a baseline. */
function explainFirstVersion(
  rules: readonly Rule[],
  model: ModelConfig,
  where: string,
): readonly SetupFinding[] {
  const asked = rules.filter((rule) => !isForChampion(rule));
  const never = 'the first version can never be registered';
  if (rules.length > 0 && asked.length === 0)
    return [
      {
        severity: 'warning',
        where,
        message: `${never}: no rule applies without a champion`,
        hint: 'add a rule with `at-least` or `at-most`',
      },
    ];
  const undecided = asked.find((rule) => isComparison(rule.kind) && !isComputed(rule, model));
  return undecided === undefined
    ? []
    : [
        {
          severity: 'warning',
          where,
          message: `${never}: without a champion, \`${undecided.metric}\` ${undecided.kind} is inconclusive, since a baseline needs predictions`,
          hint: `ask for \`at-least\` or \`at-most\`, and add ${undecided.kind} once there is a version`,
        },
      ];
}

function explainRows(
  rules: readonly Rule[],
  model: ModelConfig,
  { where, holdout }: { readonly where: string; readonly holdout: Holdout },
): readonly SetupFinding[] {
  const computed = rules.filter((rule) => isComputed(rule, model));
  if (computed.length === 0) return [];
  // The score command may read what is no table here, such as images.
  if (holdout instanceof StewardError) {
    const { message, hint } = describeProblem(holdout);
    const found = `how many rows and groups decide, is not known before a run: ${message}`;
    return [{ severity: 'warning', where, message: found, ...(hint !== undefined && { hint }) }];
  }
  const data = model.score?.data ?? 'the held-out rows';
  if (holdout === undefined)
    return [
      {
        severity: 'warning',
        where,
        message: `${data} was not looked at: it is not in the repository`,
        hint: 'correct `score.data`, or let a step before `train` fetch it',
      },
    ];
  const { rowCount, groups } = holdout;
  if (groups === undefined)
    return [
      {
        severity: 'note',
        where,
        message: `how much is independent, only the predictions say: ${data} has ${rowCount} rows, and not the column that groups them`,
      },
    ];
  const size = `${data}: ${rowCount} rows${groups.unit === 'row' ? '' : ` of ${groups.count} groups by ${groups.unit === 'value' ? (groups.column ?? 'value') : groups.unit}`}`;
  return groups.count < MIN_GROUPS
    ? [
        {
          severity: 'warning',
          where,
          message: `fewer than ${MIN_GROUPS} independent groups: ${describeUndecided(computed, rules)} will be inconclusive (${size})`,
          hint: `hold out more of them: at least ${MIN_GROUPS}, better 28 or more`,
        },
      ]
    : [{ severity: 'note', where, message: `intervals are computed over what is independent (${size})` }];
}

/** Which rules few rows leave open: those over predictions, where they apply. */
function describeUndecided(computed: readonly Rule[], rules: readonly Rule[]): string {
  const which =
    computed.length === rules.length
      ? 'every rule'
      : `every rule over predictions (${computed.map(({ metric }) => metric).join(', ')})`;
  return computed.some(isForChampion) ? `${which} that applies` : which;
}
