/**
 * What a registered version says of itself, part by part: each was bound to the one before it when it was registered, from the
 * message of the tag down to the bytes. Pure.
 */
import { verdicts, type ReadEvaluation } from '../documents/evaluation.ts';
import { isKnownEvent, type LedgerEvent, type UnknownEvent } from '../documents/event.ts';
import type { ModelVersion } from '../documents/model.ts';
import type { Open } from '../documents/open-values.ts';
import type { Run } from '../documents/run.ts';
import { countsOwn } from '../evaluation/combine-evaluations.ts';
import { decideVerdict } from '../evaluation/decide-verdict.ts';
import { documentDigest } from '../kernel/digest.ts';
import type { ReleaseAsset } from '../kernel/platform.ts';
import { MODEL_DOCUMENT } from './plan-assets.ts';

export const versionParts = [
  /** Tag, published release and `model.json`, which have to say the same. */
  'model.json',
  /** The bytes of every file that `model.json` names. */
  'files',
  /** The training: of this model, and the one that the tag names. */
  'run.json',
  /** The evaluation: of that training, and with the verdict that follows from its rules. */
  'evaluation.json',
  /** The event of the registration, with the same `model.json`. */
  'ledger',
  /** Nothing was added to the release. */
  'nothing else',
] as const;
export type VersionPart = (typeof versionParts)[number];

export interface VersionCheck {
  readonly part: VersionPart;
  readonly result: 'as-registered' | 'differs' | 'missing';
  /** What was expected and what was found; undefined where it is as registered. */
  readonly detail?: string | undefined;
}

export function asRegistered(part: VersionPart): VersionCheck {
  return { part, result: 'as-registered' };
}

/** @param pairs what it is, expected and found: the first that differs is the detail. */
function compared(part: VersionPart, pairs: readonly Compared[]): VersionCheck {
  const differing = pairs.find(([, expected, found]) => expected !== found);
  if (differing === undefined) return asRegistered(part);
  const [what, expected, found] = differing;
  return { part, result: 'differs', detail: `${what}: expected ${show(expected)}, got ${show(found)}` };
}

/** A value of a newer version is shown as it was written. */
function show(value: Compared[1]): string {
  return value === undefined ? 'none' : value.toString();
}

export function checkRegisteredRun(document: ModelVersion, run: Run): VersionCheck {
  return compared('run.json', [
    ['digest', document.run, documentDigest(run)],
    ['model', document.model, run.model],
    ['model digest', document.modelDigest, run.modelSet?.digest],
  ]);
}

/** @param reevaluation the one that decided, where champion or gate had changed. */
export function checkRegisteredEvaluation(
  document: ModelVersion,
  evaluation: ReadEvaluation,
  reevaluation: ReadEvaluation | undefined,
): VersionCheck {
  const first = comparedEvaluation(document, document.evaluation, evaluation);
  const second = comparedEvaluation(document, document.reevaluation, reevaluation);
  return compared('evaluation.json', [
    ...first,
    ...second.map(([what, ...values]) => [`of the second evaluation, ${what}`, ...values] as const),
  ]);
}

type Compared = readonly [what: string, expected: Open<string> | undefined, found: Open<string> | undefined];

function comparedEvaluation(
  { run, modelDigest }: ModelVersion,
  expected: ModelVersion['reevaluation'],
  read: ReadEvaluation | undefined,
): readonly Compared[] {
  if (read === undefined) return [['digest', expected?.sha256, undefined]];
  return [
    ['digest', expected?.sha256, documentDigest(read)],
    ['training', run, read.run],
    ['model digest', modelDigest, read.modelDigest],
    ['verdict', expected?.verdict, read.verdict],
    ['verdict by its rules', verdictByRules(read), read.verdict],
  ];
}

/**
 * Of the base's rules, and where the pull request had its own, of those too (combine-evaluations.ts).
 * @returns the written one where an outcome is hidden, or of a newer version.
 */
function verdictByRules({ rules, changes, verdict }: ReadEvaluation): ReadEvaluation['verdict'] {
  const base = knownOutcomes(rules);
  const own = knownOutcomes(changes?.head?.rules ?? []);
  if (base === undefined || own === undefined) return verdict;
  const byBase = decideVerdict(base);
  if (changes?.head === undefined) return byBase.verdict;
  const byHead = decideVerdict(own);
  return countsOwn(byBase, byHead) ? byHead.verdict : byBase.verdict;
}

const decidingOutcomes = [...verdicts, 'not-applicable'] as const;

function knownOutcomes(
  rules: ReadEvaluation['rules'],
): readonly { readonly outcome: (typeof decidingOutcomes)[number] }[] | undefined {
  const outcomes = rules.flatMap(({ outcome }) =>
    decidingOutcomes.filter((known) => known === outcome).map((known) => ({ outcome: known })),
  );
  return outcomes.length === rules.length ? outcomes : undefined;
}

/** @param event undefined where the ledger has none. */
export function checkRegisteredEvent(
  digest: string,
  path: string,
  event: LedgerEvent | UnknownEvent | undefined,
): VersionCheck {
  if (event === undefined) {
    return { part: 'ledger', result: 'missing', detail: `expected the registration at ${path}, got none` };
  }
  const found =
    isKnownEvent(event) && event.event === 'registered' ? documentDigest(event.version) : undefined;
  return compared('ledger', [[`${MODEL_DOCUMENT} at ${path}`, digest, found]]);
}

export function checkAddedAssets(document: ModelVersion, assets: readonly ReleaseAsset[]): VersionCheck {
  const named = new Set([MODEL_DOCUMENT, ...document.assets.map(({ asset }) => asset)]);
  const added = assets.flatMap(({ name }) => (named.has(name) ? [] : [JSON.stringify(name)]));
  if (added.length === 0) return asRegistered('nothing else');
  return {
    part: 'nothing else',
    result: 'differs',
    detail: `expected the files that ${MODEL_DOCUMENT} names, got ${added.slice(0, 3).join(', ')}${added.length > 3 ? ` and ${added.length - 3} more` : ''} as well`,
  };
}
