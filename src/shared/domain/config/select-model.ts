/** Which model a step is about (docs/lifecycle.md#several-models): the only one, or the one that is named. */
import type { GateName } from '../documents/evaluation.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { documentDigest } from '../kernel/digest.ts';
import { combineInputErrors, InputError } from '../kernel/errors.ts';
import { METRIC_NAME_PATTERN, spellMetricName } from '../kernel/metric-name.ts';
import { aliasedMetrics, sameMetrics } from '../kernel/metric-aliases.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { CONFIG_PATH, DEFAULT_MODEL, isName, parseName } from '../kernel/names.ts';
import { isRetraining } from '../kernel/trigger.ts';
import { comparesModels } from './rule-section.ts';
import { modelConfigSchema, type Config, type ModelConfig } from './config.ts';
import { requirePredictionKeys } from './prediction-keys.ts';
import type { EvaluatingKey } from './protected-keys.ts';
import { hidingPart } from './report-section.ts';
import { requireSliceColumns } from './slices-section.ts';

export interface SelectedModel {
  readonly name: string;
  readonly config: ModelConfig;
}

/**
 * @param config undefined when the repository has no configuration file: one model, all defaults.
 * @param requested the input `model`.
 * @throws InputError when the name is missing, unknown or malformed.
 */
export function selectModel(
  config: Config | undefined,
  requested: string | undefined,
  repositoryName: string,
): SelectedModel {
  if (config === undefined) {
    const name =
      requested === undefined ? defaultName(repositoryName) : parseName(requested, 'input "model"');
    return { name, config: modelConfigSchema.parse({}) };
  }
  const names = Object.keys(config.models);
  const name = requested ?? (names.length === 1 ? names[0] : undefined);
  // Own keys only: a model may not be called `constructor` by accident of the prototype.
  const found = name !== undefined && Object.hasOwn(config.models, name) ? config.models[name] : undefined;
  if (name !== undefined && found !== undefined) {
    requireMetricNames(name, found);
    requirePredictionKeys(name, found);
    requireSliceColumns(name, found);
    return { name, config: found };
  }
  const got = requested === undefined ? 'nothing' : JSON.stringify(requested);
  throw new InputError('INPUT_INVALID', `input "model": expected one of ${names.join(', ')}, got ${got}`, {
    hint:
      didYouMean(requested ?? '', names) ??
      'name the model in the step with `model:`, as the configuration spells it',
  });
}

/** Here and not in the schema: a bad name in the gate of one model must not stop the others. */
function requireMetricNames(model: string, config: ModelConfig): void {
  const errors = (['gate', 'gate-retrain'] as const).flatMap((gate) =>
    (config[gate] ?? []).flatMap(({ metric }, index) =>
      METRIC_NAME_PATTERN.test(metric)
        ? []
        : [
            new InputError(
              'CONFIG_INVALID',
              `${CONFIG_PATH}: models.${model}.${gate}.${index}.metric: expected the name of a metric, such as ${spellMetricName(metric)}, got ${JSON.stringify(metric)}`,
              { hint: hintForName(metric, config) },
            ),
          ],
    ),
  );
  if (errors.length > 0) throw combineInputErrors(errors);
}

function hintForName(metric: string, { predictions }: ModelConfig): string {
  const [known] = predictions === undefined ? [] : sameMetrics(metric, aliasedMetrics);
  const suggestion = known === undefined ? '' : `did you mean "${known}"? For a value of the metrics file `;
  return `${suggestion}use the spelling that the summary of \`train\` shows`;
}

/**
 * Whether a key is about making the model and its predictions, or about what is done with them later. A new key does
 * not compile without its line here.
 */
const keySubjects: Readonly<Record<keyof ModelConfig, 'making' | 'later'>> = {
  task: 'making',
  // Its commands and its paths say where they are.
  'working-directory': 'later',
  paths: 'making',
  data: 'making',
  train: 'making',
  score: 'making',
  predictions: 'making',
  columns: 'making',
  // What the data of a training have to be.
  contract: 'making',
  decimal: 'making',
  'time-zone': 'making',
  slices: 'later',
  purpose: 'later',
  owner: 'later',
  stage: 'later',
  anchor: 'later',
  gate: 'later',
  'gate-retrain': 'later',
  unpaired: 'later',
  interval: 'later',
  looks: 'later',
  report: 'later',
  evidence: 'later',
  promote: 'later',
  retrain: 'later',
  'publish-predictions': 'later',
  approvals: 'later',
  scan: 'later',
  monitor: 'later',
  serve: 'later',
};

/** The part of the configuration that makes a model what it is: a change of it makes evidence stale. */
export function trainingConfigDigest({ config }: SelectedModel): string {
  const making = Object.entries(keySubjects).flatMap(([key, subject]) => (subject === 'making' ? [key] : []));
  // The model that is kept is the same one, however many others are trained beside it.
  const parts = { ...config, ...(config.train !== undefined && { train: withoutSeeds(config.train) }) };
  return documentDigest(Object.fromEntries(Object.entries(parts).filter(([key]) => making.includes(key))));
}

function withoutSeeds(train: NonNullable<ModelConfig['train']>): Readonly<Record<string, unknown>> {
  const others = Object.entries({ ...train, seeds: undefined });
  return Object.fromEntries(others.filter(([, value]) => value !== undefined));
}

/** Which digest has each key that evaluates; the rules are those of the event. */
const digestOfKey: Readonly<Record<Exclude<EvaluatingKey, 'gate'>, 'columns' | 'gate'>> = {
  task: 'columns',
  predictions: 'columns',
  columns: 'columns',
  decimal: 'columns',
  'time-zone': 'columns',
  slices: 'columns',
  unpaired: 'gate',
  interval: 'gate',
  looks: 'gate',
};

/**
 * What an evaluation may read of a model: the keys that both configurations evaluate by, the gate of a retraining, and
 * what is hidden. Any other key decides nothing, so that reading it in evaluation/ does not compile: one that shall
 * decide is "both" in protected-keys.ts, and in a digest above.
 */
export type EvaluatingConfig = Pick<ModelConfig, EvaluatingKey | 'gate-retrain' | 'report'> & {
  /** "train.seeds" and "train.challengers" in protected-keys.ts. */
  readonly train?: Pick<NonNullable<ModelConfig['train']>, 'seeds' | 'challengers'> | undefined;
};

interface Evaluating {
  readonly config: EvaluatingConfig;
}

function evaluatingPart(
  config: EvaluatingConfig,
  digest: 'columns' | 'gate',
): Readonly<Record<string, unknown>> {
  const keys = Object.entries(digestOfKey).flatMap(([key, of]) => (of === digest ? [key] : []));
  return Object.fromEntries(Object.entries(config).filter(([key]) => keys.includes(key)));
}

/** The part that evaluates, and what its document shows: after a change of it the same evidence is evaluated again. */
export function gateConfigDigest({ config }: Evaluating, gate: GateName): string {
  const report = hidingPart(config.report);
  return documentDigest({
    ...evaluatingPart(config, 'gate'),
    ...(report !== undefined && { report }),
    ...(config.train?.seeds !== undefined && { seeds: config.train.seeds }),
    ...(config.train?.challengers !== undefined && { challengers: config.train.challengers }),
    rules: gateRules(config, gate),
  });
}

/** Configurations with the same digest read the same columns of the same files. */
export function columnsDigest({ config }: Evaluating): string {
  return documentDigest(evaluatingPart(config, 'columns'));
}

/** Whether both configurations give the same evaluation of the same evidence. */
export function evaluatesTheSame(one: Evaluating, other: Evaluating, gate: GateName): boolean {
  return (
    columnsDigest(one) === columnsDigest(other) &&
    gateConfigDigest(one, gate) === gateConfigDigest(other, gate)
  );
}

/** A retraining has a gate of its own, because an equal model on newer data should pass. */
export function gateOfEvent(eventName: string): GateName {
  return isRetraining(eventName) ? 'gate-retrain' : 'gate';
}

/**
 * Without `gate-retrain`, retraining is evaluated by "not worse": every `superior-by` becomes `not-worse-by`. Margins add up
 * over retrainings, so these compare with the anchor too.
 */
export function gateRules(config: EvaluatingConfig, gate: GateName): EvaluatingConfig['gate'] {
  if (gate === 'gate') return config.gate;
  const rules = config['gate-retrain'] ?? retrainRules(config.gate);
  return rules.map((rule) => (comparesModels(rule) ? { against: 'both', ...rule } : rule));
}

/** `superior-by` and `not-worse-by` of one metric and margin become one rule. */
function retrainRules(gate: ModelConfig['gate']): ModelConfig['gate'] {
  const rules = gate.map(({ 'superior-by': margin, ...rule }) =>
    margin === undefined ? rule : { ...rule, 'not-worse-by': margin },
  );
  return [...new Map(rules.map((rule) => [canonicalJson(rule), rule])).values()];
}

/** Whether a rule of the gate asks for a comparison with the anchor (docs/lifecycle.md#the-anchor). */
export function needsAnchor({ config }: Evaluating, gate: GateName): boolean {
  return gateRules(config, gate).some(({ against }) => against === 'anchor' || against === 'both');
}

function defaultName(repositoryName: string): string {
  const name = repositoryName.toLowerCase().replace(/[^a-z0-9_-]/g, '-');
  return isName(name) ? name : DEFAULT_MODEL;
}
