/**
 * The newest push has a word: when it could not be evaluated, or does not affect the model, the comment says so above the
 * last verdict, and the commit status says it in one line. Messages of errors quote files of the pull request, so they
 * are escaped.
 */
import type { StewardError } from '../kernel/errors.ts';
import { MAX_COMMENT_BYTES } from '../text/sections.ts';
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';
import { readEarlierPushes } from './earlier-pushes.ts';
import { MAX_DESCRIPTION_LENGTH } from '../kernel/platform.ts';

export interface NewestPush {
  /** Its whole SHA. */
  readonly commit: string;
  /** Address in a browser. */
  readonly repositoryUrl: string;
}

export interface NotEvaluated extends NewestPush {
  readonly runUrl: string;
  /** Of the run that trained, where it is another one. */
  readonly trainingUrl?: string | undefined;
  readonly error: Pick<StewardError, 'code' | 'message' | 'hint' | 'lastLines'>;
}

const START = '<!-- model-steward:not-evaluated -->';
const END = '<!-- /model-steward:not-evaluated -->';
/** An engineer reads it on a phone; the whole message is in the log. */
const MAX_MESSAGE = 400;
const MAX_LINE = 300;

/** "[`0123456`](https://github.com/acme/flights/commit/0123456…)" */
export function renderCommitLink(repositoryUrl: string, commit: string): string {
  return `[\`${commit.slice(0, 7)}\`](${repositoryUrl}/commit/${commit})`;
}

export function describeFailedEvaluation({
  code,
  message,
}: Pick<NotEvaluated['error'], 'code' | 'message'>): string {
  const text = `not evaluated: ${code}: ${message}`.replace(/\s+/g, ' ');
  return asDescription(text);
}

/**
 * @param marker the first line of the comment.
 * @param before the comment as it is, with the last verdict; undefined where there is none.
 */
export function renderNotEvaluated(marker: string, before: string | undefined, word: NotEvaluated): string {
  const [marks, last] = splitComment(marker, before ?? '');
  return joinWord([marker, ...marks], renderWarning(word, last !== ''), last);
}

/**
 * @param marker the first line of the comment.
 * @param before the comment as it is: without one there is nothing that could be taken for the newest push.
 */
export function renderUnaffected(
  marker: string,
  before: string,
  {
    commit,
    repositoryUrl,
    model,
    changes,
    tables,
  }: NewestPush & {
    readonly model: string;
    /** What the pull request changes about the evaluation of later ones; empty where it changes nothing. */
    readonly changes: string;
    /** That the pull request changes and that count as no input of any model. */
    readonly tables: readonly string[];
  },
): string {
  const [marks, last] = splitComment(marker, before);
  const [evaluated] = readEarlierPushes(before, '');
  const about =
    last === '' || evaluated === undefined
      ? ''
      : ` What follows is about ${renderCommitLink(repositoryUrl, evaluated.commit)}.`;
  const note = `The newest push ${renderCommitLink(repositoryUrl, commit)} changes no input of ${codeSpan(model)}: it is unaffected.`;
  const word = [changes, `> [!NOTE]\n> ${note}${about}`, renderUncounted(model, tables)]
    .filter((part) => part !== '')
    .join('\n\n');
  return joinWord([marker, ...marks], word, last);
}

/** @param tables that the pull request changes and that count as no input. @returns the description of the status. */
export function describeUnaffected(model: string, tables: readonly string[]): string {
  const [first] = tables;
  const others = tables.length > 1 ? ` and ${tables.length - 1} more` : '';
  const text =
    first === undefined
      ? `unaffected: the pull request changes no input of ${model}`
      : `unaffected: counted as no input of ${model}: ${first}${others}`;
  return asDescription(text);
}

const MAX_TABLES = 10;

function renderUncounted(model: string, tables: readonly string[]): string {
  if (tables.length === 0) return '';
  const shown = tables.slice(0, MAX_TABLES).map((path) => codeSpan(path));
  const others = tables.length > MAX_TABLES ? ` and ${tables.length - MAX_TABLES} more` : '';
  return [
    '> [!WARNING]',
    `> Nothing was trained, although data changed: ${shown.join(', ')}${others}. The configuration counts them as no input of ${codeSpan(model)}.`,
    '> If its training reads them, add them to `data` of the model, and the next push trains.',
  ].join('\n');
}

function joinWord(marks: readonly string[], word: string, last: string): string {
  const first = [...marks, START, word, END].join('\n');
  const whole = last === '' ? first : `${first}\n\n${last}`;
  return new TextEncoder().encode(whole).length <= MAX_COMMENT_BYTES ? whole : first;
}

/** Marks of earlier pushes, and of looks at the rows. */
const HISTORY = /^<!-- model-steward:(push|look) /;

/** The hidden lines below the marker, and the last verdict without an earlier word. */
function splitComment(marker: string, before: string): readonly [readonly string[], string] {
  const text = before.replaceAll('\r\n', '\n').slice(marker.length);
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  const rest = start < 0 || end < start ? text : text.slice(0, start) + text.slice(end + END.length);
  const lines = rest.trim().split('\n');
  const firstShown = lines.findIndex((line) => !HISTORY.test(line));
  if (firstShown < 0) return [lines.filter((line) => line !== ''), ''];
  return [lines.slice(0, firstShown), lines.slice(firstShown).join('\n').trim()];
}

function renderWarning(word: NotEvaluated, hasVerdict: boolean): string {
  const { commit, repositoryUrl, runUrl, trainingUrl, error } = word;
  const { code, message, hint, lastLines } = error;
  const training =
    trainingUrl === undefined ? '' : `, and [the one that trained](${trainingUrl}) has its own`;
  const lines = [
    `**The newest push ${renderCommitLink(repositoryUrl, commit)} was not evaluated.** \`${code}\`: ${escapeSentence(message.slice(0, MAX_MESSAGE))}.`,
    hint === undefined ? '' : `Hint: ${escapeSentence(hint.slice(0, MAX_MESSAGE))}.`,
    ...renderLastLines(lastLines),
    `The [run](${runUrl}) has the log${training}.${hasVerdict ? ' What follows is about an earlier push.' : ''}`,
  ];
  return ['> [!CAUTION]', ...lines.filter((line) => line !== '').map((line) => `> ${line}`)].join('\n');
}

/** What a command printed last, between empty lines, so that Markdown does not join them. */
function renderLastLines(lastLines: readonly string[]): readonly string[] {
  if (lastLines.length === 0) return [];
  const items = lastLines.map((line) => `- ${codeSpan(line, MAX_LINE)}`);
  return ['The last lines of its output:', ' ', ...items, ' '];
}

function asDescription(text: string): string {
  return text.length <= MAX_DESCRIPTION_LENGTH ? text : `${text.slice(0, MAX_DESCRIPTION_LENGTH - 1)}…`;
}
