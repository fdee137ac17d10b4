/**
 * The keys by which a model is evaluated and registered, and what a pull request that changes one of them needs
 * (docs/trust.md#the-base-decides). Every key of a model is classified here: a new key does not compile without it.
 */
import { canonicalJson } from '../kernel/canonical-json.ts';
import { includingPatterns } from '../kernel/glob.ts';
import { ruleKinds, type KeyChange } from '../documents/evaluation.ts';
import { cleanText } from '../text/untrusted-text.ts';
import type { ModelConfig } from './config.ts';
import { hidingPart } from './report-section.ts';
import { monitorSchema } from './monitor-section.ts';
import type { RuleConfig } from './rule-section.ts';
import { servingOptions } from './serving-options.ts';
import { isRecord } from '../kernel/unknown-value.ts';

/**
 * What decides when a pull request changes the key: nothing, the value of the base, the evaluation by both
 * configurations, or a review by somebody else. "extended": a pattern more is harmless, a file less needs the review.
 * "published": what is published once stays, so that more of it needs the review, and less does not.
 */
type Protection = 'free' | 'base' | 'both' | 'review' | 'extended' | 'published';

const keyProtections = {
  purpose: 'free',
  owner: 'free',
  task: 'both',
  // Its commands and its paths say where they are.
  'working-directory': 'free',
  paths: 'extended',
  data: 'extended',
  train: 'free',
  score: 'review',
  predictions: 'both',
  columns: 'both',
  contract: 'review',
  decimal: 'both',
  'time-zone': 'both',
  slices: 'both',
  stage: 'base',
  anchor: 'base',
  gate: 'both',
  'gate-retrain': 'base',
  unpaired: 'both',
  interval: 'both',
  looks: 'both',
  report: 'base',
  evidence: 'base',
  promote: 'base',
  retrain: 'free',
  'publish-predictions': 'published',
  approvals: 'base',
  scan: 'base',
  monitor: 'base',
  serve: 'free',
} as const satisfies Readonly<Record<keyof ModelConfig, Protection>>;

/** How many trainings a rule passes by: less of them is a looser gate, whoever makes the model. */
const SEEDS = 'train.seeds';
/** Among how many models the chance of a false pass is shared. */
const CHALLENGERS = 'train.challengers';
const partProtections = { [SEEDS]: 'both', [CHALLENGERS]: 'both' } as const;

/** The keys that both configurations evaluate by: two that differ in one of them may give two evaluations. */
export type EvaluatingKey = {
  [Key in keyof ModelConfig]-?: (typeof keyProtections)[Key] extends 'both' ? Key : never;
}[keyof ModelConfig];

/** Keys of a section that decide nothing. */
const freeParts: ReadonlySet<string> = new Set([
  'score.timeout-minutes',
  // What is decided about a check is protected, how it is made is not.
  ...Object.keys(monitorSchema.omit({ decisions: true }).shape).map((name) => `monitor.${name}`),
]);

/** The same for what is done with a version after its merge: no gate evaluates it, so the comment has to name it. */
const monitoringKeys: readonly (readonly [name: string, ...path: string[]])[] = [
  ...Object.keys(monitorSchema.omit({ decisions: true }).shape).map(
    (name) => [`monitor.${name}`, 'monitor', name] as const,
  ),
  ['train.reference', 'train', 'reference'],
  ['retrain', 'retrain'],
  ...(['url', 'healthPath', 'healthTimeoutSeconds', 'predictPath'] as const).map(
    (name) => [`serve.${servingOptions[name].name}`, 'serve', name] as const,
  ),
];

/** A key that the merge decides about. */
export type MonitoringChange = Pick<KeyChange, 'key' | 'base' | 'head'>;

/** @returns what the head changes about how production is monitored, checked after a deployment, and retrained. */
export function compareMonitoringKeys(base: ModelConfig, head: ModelConfig): readonly MonitoringChange[] {
  return monitoringKeys.flatMap(([key, ...path]) => {
    const [before, after] = [base, head].map((config) => path.reduce<unknown>(valueIn, config));
    return canonicalText(before) === canonicalText(after) ? [] : [toMonitoringChange(key, before, after)];
  });
}

function valueIn(section: unknown, key: string): unknown {
  return isRecord(section) ? section[key] : undefined;
}

const MAX_VALUE = 200;

/** @returns what the head changes, in the order of the list above; nothing for the same configuration. */
export function compareProtectedKeys(base: ModelConfig, head: ModelConfig): readonly KeyChange[] {
  return Object.entries({ ...keyProtections, ...partProtections }).flatMap(([key, protection]) => {
    const [before, after] = [base, head].map((config) => protectedPart(config, key));
    if (protection === 'free' || (protection === 'published' && after !== true)) return [];
    if (protection === 'published') return compareParts({ key, decidedBy: 'review' }, before, after);
    if (protection !== 'extended') return compareParts({ key, decidedBy: protection }, before, after);
    // Without `paths` each pull request may change the model: the first pattern means less.
    const isNarrowed = key === 'paths' && base.paths.length === 0;
    const decidedBy = !isNarrowed && matchesNoLess(after, before) ? 'base' : 'review';
    return compareParts({ key, decidedBy }, before, after);
  });
}

/** Files that a report includes are shown beside an evaluation, and decide nothing. */
function protectedPart(config: ModelConfig, key: string): unknown {
  const { train, report } = config;
  return valueIn(
    { ...config, report: hidingPart(report), [SEEDS]: train?.seeds, [CHALLENGERS]: train?.challengers },
    key,
  );
}

/** A section is compared key by key where both have it. */
function compareParts(
  { key, decidedBy }: Pick<KeyChange, 'key' | 'decidedBy'>,
  base: unknown,
  head: unknown,
): readonly KeyChange[] {
  if (freeParts.has(key)) return [];
  if (isRecord(base) && isRecord(head)) {
    const parts = [...new Set([...Object.keys(base), ...Object.keys(head)])];
    return parts.flatMap((part) =>
      compareParts({ key: `${key}.${part}`, decidedBy }, base[part], head[part]),
    );
  }
  const [before, after] = [canonicalText(base), canonicalText(head)];
  if (before === after) return [];
  return [{ ...toMonitoringChange(key, base, head), decidedBy }];
}

function toMonitoringChange(key: string, base: unknown, head: unknown): MonitoringChange {
  const shown = describeBoth(base, head);
  return {
    key,
    ...(base !== undefined && { base: shown.base }),
    ...(head !== undefined && { head: shown.head }),
  };
}

function canonicalText(value: unknown): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}

/**
 * Rules as people write them, lists as lists, everything else as JSON. Two values that a reader would see the beginning
 * of only are shown where they differ: a list by the items that the other one lacks, a text from there on.
 */
function describeBoth(base: unknown, head: unknown): { readonly base: string; readonly head: string } {
  const before = base === undefined ? '' : describeValue(base);
  const after = head === undefined ? '' : describeValue(head);
  const isShort = before.length <= MAX_WHOLE && after.length <= MAX_WHOLE;
  if (isShort || base === undefined || head === undefined)
    return { base: cleanText(before, MAX_VALUE), head: cleanText(after, MAX_VALUE) };
  if (Array.isArray(base) && Array.isArray(head)) {
    const lacking = (list: readonly unknown[], other: readonly unknown[]): string => {
      const others = new Set(other.map(canonicalJson));
      const own = list.filter((item) => !others.has(canonicalJson(item)));
      return cleanText(
        `… ${own.length === 0 ? 'nothing else' : own.map(describeItem).join(', ')}`,
        MAX_VALUE,
      );
    };
    return { base: lacking(base, head), head: lacking(head, base) };
  }
  const start = Math.max(0, firstDifference(before, after) - LEADING);
  return {
    base: cleanText(`${start === 0 ? '' : '…'}${before.slice(start)}`, MAX_VALUE),
    head: cleanText(`${start === 0 ? '' : '…'}${after.slice(start)}`, MAX_VALUE),
  };
}

/** As much as a comment shows of a value. */
const MAX_WHOLE = 110;
/** Characters before the first one that differs. */
const LEADING = 20;

function firstDifference(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) if (one[at] !== other[at]) return at;
  return shorter;
}

function describeValue(value: unknown): string {
  return Array.isArray(value) ? value.map(describeItem).join(', ') || 'none' : describeItem(value);
}

function describeItem(value: unknown): string {
  if (isRule(value)) {
    const kind = ruleKinds.find((candidate) => value[candidate] !== undefined);
    const better = value.better === undefined ? '' : ` (better: ${value.better})`;
    const relative = value.relative === true ? ' (relative)' : '';
    const against = value.against === undefined ? '' : ` (against: ${value.against})`;
    const identical = value.identical === undefined ? '' : ` (identical: ${value.identical})`;
    const cases = value.cases === undefined ? '' : ` (cases: ${canonicalJson(value.cases)})`;
    return kind === undefined
      ? value.metric
      : `${value.metric} ${kind} ${String(value[kind])}${relative}${against}${better}${identical}${cases}`;
  }
  return typeof value === 'string' ? value : canonicalJson(value);
}

function isRule(value: unknown): value is RuleConfig {
  return isRecord(value) && typeof value.metric === 'string';
}

/**
 * Whether a list of patterns matches every path that the other one matches. The last pattern that matches decides, so
 * one that includes may be added anywhere, and one with "!" may only go; all others keep their order.
 */
function matchesNoLess(after: unknown, before: unknown): boolean {
  if (!isListOfTexts(after) || !isListOfTexts(before)) return false;
  const kept = before.filter((pattern) => after.includes(pattern));
  const added = after.filter((pattern) => !before.includes(pattern));
  const removed = before.filter((pattern) => !after.includes(pattern));
  return (
    includingPatterns(added).length === added.length &&
    includingPatterns(removed).length === 0 &&
    canonicalJson(after.filter((pattern) => before.includes(pattern))) === canonicalJson(kept)
  );
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
