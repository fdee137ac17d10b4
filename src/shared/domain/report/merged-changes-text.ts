/** What was merged since the version that is replaced and approved by no other person: for comment, release and refusal. */
import {
  awaitingApproval,
  isKeyChange,
  type MergedChange,
  type MergedChanges,
} from '../supply-chain/merged-changes.ts';
import type { ModelVersion } from '../documents/model.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { fileWords } from './file-change-words.ts';
import { valueSpan } from './protected-changes.ts';

const MAX_LINES = 12;
const MAX_LISTED = 5;
const COMMIT_CHARACTERS = 7;

const APPROVAL = 'an approval by a person with write permission who is not its author';

/** The section of a comment, before the merge. Empty where there is nothing. */
export function renderMergedChanges(merged: MergedChanges | undefined): string {
  if (merged === undefined) return '';
  return [renderOpen(merged), renderApproved(merged)].filter((text) => text !== '').join('\n\n');
}

/** Each of it was approved once, and not beside this model: who approves this one has to know it. */
function renderApproved({ since, approved }: MergedChanges): string {
  if (approved.length === 0) return '';
  const more = approved.length > MAX_LINES ? [`> - and ${approved.length - MAX_LINES} more`] : [];
  return [
    '> [!NOTE]',
    `> **What was merged since ${codeSpan(since)} about this evaluation, and somebody else approved there**`,
    ...approved.slice(0, MAX_LINES).map((merged) => `> ${lineOf(merged)}`),
    ...more,
  ].join('\n');
}

function renderOpen(merged: MergedChanges): string {
  const { since, changes, isWhole } = merged;
  if (changes.length === 0 && isWhole) return '';
  const lines = changes.map(lineOf);
  return [
    '> [!WARNING]',
    `> **What was merged since ${codeSpan(since)} about this evaluation, and somebody else did not approve**`,
    ...lines.slice(0, MAX_LINES).map((line) => `> ${line}`),
    ...(lines.length > MAX_LINES ? [`> - and ${lines.length - MAX_LINES} more`] : []),
    ...(isWhole ? [] : [`> - ${UNKNOWN}`]),
    '>',
    `> ${consequence(merged)}`,
  ].join('\n');
}

function consequence(merged: MergedChanges): string {
  const asked = awaitingApproval(merged);
  if (asked !== undefined)
    return `\`register\` needs ${APPROVAL}: of the last commit here, or of ${nameOrigins(asked)}, which a merged pull request can still get.`;
  return merged.hasOthers
    ? 'A bot pushed it, so nothing is asked. The release names it.'
    : 'No other person is known who may write here, so no approval is asked. The release names it.';
}

function nameOrigins({ changes }: MergedChanges): string {
  const pulls = pullsOf(changes);
  const [first, ...others] = pulls;
  if (first === undefined) return 'a pull request with the same change';
  return others.length === 0 ? first : `each of ${pulls.join(', ')}`;
}

function pullsOf(changes: readonly MergedChange[]): readonly string[] {
  const numbers = changes.flatMap(({ origins }) => origins.flatMap(({ pull }) => pull ?? []));
  return [...new Set(numbers)].sort((left, right) => left - right).map((number) => `#${number}`);
}

const UNKNOWN =
  'the commits: GitHub does not say what was merged, the branch does not have the commit of that version any more, or not all scripts could be read, so any protected file may be among it';

function lineOf({ change, ...merged }: MergedChange): string {
  const where = originsText(merged);
  if (!isKeyChange(change)) return `- ${codeSpan(change.path)} (${fileWords[change.kind]})${where}`;
  return `- ${codeSpan(change.key)}: ${valueSpan(change.base)} → ${valueSpan(change.head)}${where}`;
}

function originsText({ origins }: Pick<MergedChange, 'origins'>): string {
  const names = namesOf(origins);
  const more = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '';
  return names.length === 0 ? '' : `, in ${names.slice(0, MAX_LISTED).join(', ')}${more}`;
}

function namesOf(origins: MergedChange['origins']): readonly string[] {
  return origins.map(({ pull, commit }) =>
    pull === undefined ? commit.slice(0, COMMIT_CHARACTERS) : `#${pull}`,
  );
}

/** For the message of a refusal. Plain text. */
export function describeMerged({ since, changes, isWhole }: MergedChanges): string {
  const texts = [
    ...changes.map(({ change, origins }) => `${nameOf(change)}${originsText({ origins })}`),
    ...(isWhole ? [] : [UNKNOWN]),
  ];
  const shown = texts.length > MAX_LISTED ? [...texts.slice(0, MAX_LISTED), '…'] : texts;
  return `what was merged since ${since} changes how the model is evaluated (${shown.join('; ')})`;
}

/** What a person can approve; empty for pushes without a pull request. */
export function approvablePulls({ changes }: MergedChanges): string {
  return pullsOf(changes).join(', ');
}

function nameOf(change: MergedChange['change']): string {
  return isKeyChange(change) ? change.key : `${change.path} (${fileWords[change.kind]})`;
}

/** For `model.json`, whose release shows it. */
export function listMerged(merged: MergedChanges | undefined): ModelVersion['unapproved'] {
  if (merged === undefined || (merged.changes.length === 0 && merged.isWhole)) return undefined;
  const unknown = merged.isWhole ? [] : [{ what: UNKNOWN, origins: [] }];
  return { since: merged.since, changes: [...merged.changes.map(listOf), ...unknown] };
}

/** The same of what was approved. */
export function listApproved(merged: MergedChanges | undefined): ModelVersion['approvedChanges'] {
  if (merged === undefined || merged.approved.length === 0) return undefined;
  return { since: merged.since, changes: merged.approved.map(listOf) };
}

type ListedChange = NonNullable<ModelVersion['unapproved']>['changes'][number];

function listOf({ change, origins }: MergedChange): ListedChange {
  return { what: nameOf(change), origins: [...namesOf(origins)] };
}

/** What GitHub makes a link of. */
const ORIGIN = /^(?:#\d+|[0-9a-f]{7})$/;

/** A sentence each, for the release and the comment of `register`. Empty where there is nothing. */
export function renderMergedSince({
  unapproved,
  approvedChanges,
  approval,
}: Pick<ModelVersion, 'unapproved' | 'approvedChanges' | 'approval'>): string {
  const isReviewed = approval.reviewers.length > 0;
  const sentences = [
    unapproved &&
      `${sentenceOf(unapproved)} ${isReviewed ? 'It was approved with this model, and not where it was merged' : 'No other person approved it'}.`,
    approvedChanges && `${sentenceOf(approvedChanges)} Somebody else approved it where it was merged.`,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join('\n\n');
}

function sentenceOf({ since, changes }: NonNullable<ModelVersion['unapproved']>): string {
  const listed = changes.slice(0, MAX_LINES).map(({ what, origins }) => {
    const where = origins.map((origin) => (ORIGIN.test(origin) ? origin : codeSpan(origin)));
    return `${codeSpan(what)}${where.length === 0 ? '' : ` (${where.join(', ')})`}`;
  });
  const more = changes.length > MAX_LINES ? `, and ${changes.length - MAX_LINES} more` : '';
  return `**Merged since ${codeSpan(since)}, and part of how this version was evaluated:** ${listed.join(', ')}${more}.`;
}
