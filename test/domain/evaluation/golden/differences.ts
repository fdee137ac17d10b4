/** What changed between golden evaluations, each kind of change once, with the cases that have it. */
import type { GoldenEvaluation } from './summary.ts';

type GoldenFile = Readonly<Record<string, GoldenEvaluation>>;

const MAX_LINES = 12;

/**
 * Lines such as `metrics: + matthews_corrcoef 0.41: … (in 17 cases, such as "binary by day")`; empty where nothing changed. The
 * number of a metric differs from case to case, so it is shown for the first case only.
 */
export function listDifferences(golden: GoldenFile, computed: GoldenFile): readonly string[] {
  const casesOf = new Map<string, { readonly text: string; readonly titles: string[] }>();
  for (const [title, now] of Object.entries(computed)) {
    const before = golden[title];
    if (before === undefined) continue;
    for (const { kind, text } of changesOf(before, now)) {
      const known = casesOf.get(kind);
      if (known === undefined) casesOf.set(kind, { text, titles: [title] });
      else known.titles.push(title);
    }
  }
  const lines = [...casesOf.values()].map(
    ({ text, titles }) => `${text} (in ${titles.length} cases, first in "${titles[0]}")`,
  );
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), `and ${more} more`] : lines;
}

interface Change {
  /** The same in every case that has it. */
  readonly kind: string;
  readonly text: string;
}

function changesOf(before: GoldenEvaluation, now: GoldenEvaluation): readonly Change[] {
  const lines = [
    ...changesOfLines('verdict', [before.verdict], [now.verdict]),
    ...changesOfLines('evidence', [before.evidence], [now.evidence]),
    ...changesOfLines('rules', before.rules, now.rules),
    ...changesOfLines('metrics', before.metrics, now.metrics),
  ];
  if (lines.length > 0 || before.digest === now.digest) return lines;
  const text = `digest: ${before.digest.slice(0, 12)} → ${now.digest.slice(0, 12)}: something else in the document`;
  return [{ kind: 'digest', text }];
}

function changesOfLines(name: string, before: readonly string[], now: readonly string[]): readonly Change[] {
  const gone = before.filter((line) => !now.includes(line)).map((line) => changeOf(name, '-', line));
  const added = now.filter((line) => !before.includes(line)).map((line) => changeOf(name, '+', line));
  return [...gone, ...added];
}

function changeOf(name: string, sign: '-' | '+', line: string): Change {
  const [subject = ''] = line.split(/[ :]/, 1);
  return { kind: `${name} ${sign} ${subject}`, text: `${name}: ${sign} ${line}` };
}
