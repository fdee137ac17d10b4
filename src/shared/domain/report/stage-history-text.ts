/** Which versions had a stage, and when: as a sentence, a drawing, a table, and as JSON. */
import type { AskedTime } from '../registry/asked-time.ts';
import type { StagePeriod } from '../registry/stage-periods.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { formatInstant } from '../kernel/time.ts';

export interface ShownHistory {
  readonly model: string;
  readonly stage: string;
  readonly at: AskedTime | undefined;
  /** Oldest first. */
  readonly periods: readonly StagePeriod[];
  /** Unix time in seconds at which the last one is drawn to end. */
  readonly nowSeconds: number;
}

/** The newest ones; a job summary has room for a mebibyte. */
const SHOWN = 200;
const DRAWN = 40;

/** One sentence, without Markdown. */
export function describeStageHistory({ model, stage, at, periods }: ShownHistory): string {
  const subject = `${stage} of ${model}`;
  const last = periods.at(-1);
  if (at === undefined) {
    if (last === undefined) return `${subject} was never given to a version`;
    const versions = new Set(periods.map(({ version }) => version)).size;
    const counted = `${count(periods.length, 'period')} of ${count(versions, 'version')}`;
    const now =
      last.toSeconds === undefined
        ? `${nameOf(last)} since ${formatInstant(last.fromSeconds * 1000)}`
        : 'now empty';
    return `${subject}: ${counted}, ${now}`;
  }
  if (last === undefined) return `${subject} was empty at ${at.text}`;
  const [only] = periods.length === 1 ? periods : [];
  if (only !== undefined && covers(only, at)) return `${subject} was ${nameOf(only)} at ${at.text}`;
  const parts = periods.map((period) => {
    const from =
      period.fromSeconds > at.fromSeconds ? ` from ${formatInstant(period.fromSeconds * 1000)}` : '';
    const { toSeconds = Infinity } = period;
    return `${nameOf(period)}${from}${toSeconds < at.toSeconds ? ` until ${formatInstant(toSeconds * 1000)}` : ''}`;
  });
  return `${subject} was ${parts.join(', then ')}`;
}

/** The one that still had the stage at the end of what was asked about; undefined where it was empty then. */
export function periodAtEnd({ at, periods }: Pick<ShownHistory, 'at' | 'periods'>): StagePeriod | undefined {
  const last = periods.at(-1);
  return last !== undefined && (last.toSeconds ?? Infinity) >= (at?.toSeconds ?? Infinity) ? last : undefined;
}

/** For the job summary. */
export function renderStageHistory(history: ShownHistory): string {
  const { model, periods } = history;
  const shown = periods.slice(-SHOWN).reverse();
  const left = periods.length - shown.length;
  const rows = shown.map((period) => {
    const { fromSeconds, toSeconds, operation = '', run, stageTag } = period;
    const to = toSeconds === undefined ? 'today' : formatInstant(toSeconds * 1000);
    const by = run === undefined ? 'by hand' : `[${operation === '' ? 'a run' : operation}](${run})`;
    return `| ${nameOf(period)} | ${formatInstant(fromSeconds * 1000)} | ${to} | \`${stageTag}\` | ${by} |`;
  });
  return [
    `### ${codeSpan(model)}: ${describeStageHistory(history)}`,
    ...(periods.length > 1 ? [drawPeriods(history)] : []),
    ...(rows.length > 0
      ? [['| version | from | to | tag | by |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')]
      : []),
    ...(left > 0
      ? [`${count(left, 'earlier period')} not shown; the output \`history\` has all of them.`]
      : []),
    'From the tags as they are now: the date of a tag is what its author wrote, and a deleted tag leaves no trace.',
  ].join('\n\n');
}

/** The output, oldest first. */
export function writeStageHistory({ model, stage, periods }: ShownHistory): string {
  return JSON.stringify(
    periods.map(({ version, fromSeconds, toSeconds, stageTag, operation, run }) => ({
      stage,
      version: version ?? null,
      tag: version === undefined ? null : `${model}@v${version}`,
      stageTag,
      from: formatInstant(fromSeconds * 1000),
      to: toSeconds === undefined ? null : formatInstant(toSeconds * 1000),
      operation: operation ?? null,
      run: run ?? null,
    })),
  );
}

/** A line a version, so that one that came back is on its line again. */
function drawPeriods({ stage, periods, nowSeconds }: ShownHistory): string {
  const drawn = periods.slice(-DRAWN);
  const byVersion = Map.groupBy(drawn, nameOf);
  const lines = [...byVersion].flatMap(([name, ofVersion]) => [
    `  section ${name}`,
    ...ofVersion.map(({ fromSeconds, toSeconds = Math.max(nowSeconds, fromSeconds + 1) }) => {
      return `  ${stage} : ${fromSeconds}, ${toSeconds}`;
    }),
  ]);
  return ['```mermaid', 'gantt', '  dateFormat X', '  axisFormat %Y-%m-%d', ...lines, '```'].join('\n');
}

function covers({ fromSeconds, toSeconds = Infinity }: StagePeriod, at: AskedTime): boolean {
  return fromSeconds <= at.fromSeconds && toSeconds >= at.toSeconds;
}

function nameOf({ version, commit }: StagePeriod): string {
  return version ?? `commit ${commit.slice(0, 7)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
