/**
 * Other gates on the same worlds, by their own packages: how often each says that one of two equally good models is the
 * better one, where rows are of users or of days. MODEL_STEWARD_RIVALS=1 installs them with pip and runs them.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { decideSuperior, ONE_SIDED_LEVEL } from '../../../src/shared/domain/evaluation/decide-rule.ts';
import { classAccuracy } from '../../../src/shared/domain/metrics/class-metrics.ts';
import type { Grouping } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { renderTable } from '../../../src/shared/domain/text/markdown-table.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  intervalOf,
  type World,
} from '../../domain/statistics/grouped/simulation.ts';
import { pythonEnvironment } from '../../real/tools.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from '../rate.ts';

const PACKAGES = ['evalsig==0.1.2', 'statgate==0.1.1'];
const WORLDS = 300;
const ROWS_OF_GROUP = 10;
/** What few groups may lack: docs/statistics.md. */
const ALLOWANCE = 0.01;

interface RivalDesign {
  readonly name: string;
  readonly count: number;
  /** Of neighboring groups. */
  readonly correlation: number;
  readonly group: (groups: readonly number[]) => Grouping;
}

const designs: readonly RivalDesign[] = [
  { name: '40 users with 10 rows', count: 40, correlation: 0, group: groupUnordered },
  { name: '60 days with 10 rows', count: 60, correlation: 0.5, group: groupDays },
];

/** Gate → title of its row. */
const gates = {
  evalsig: "`evalsig` 0.1.2 (McNemar's test)",
  'evalsig --cluster': '`evalsig` 0.1.2 with `--cluster`',
  statgate: '`statgate` 0.1.1, margin 0',
  bootstrap: 'percentile bootstrap of rows',
} as const;
type Gate = keyof typeof gates;

interface PassedRows {
  readonly group: readonly number[];
  readonly champion: readonly number[];
  readonly challenger: readonly number[];
}

interface MeasuredRivals {
  readonly own: number;
  readonly design: RivalDesign;
  readonly others: readonly Readonly<Record<Gate, boolean>>[];
}

/** Nothing where they are not asked for. */
export async function measureRivals(): Promise<{
  readonly rates: readonly Rate[];
  readonly tables: readonly string[];
}> {
  if (process.env.MODEL_STEWARD_RIVALS !== '1') return { rates: [], tables: [] };
  const python = join(await pythonEnvironment('rivals', PACKAGES), 'python');
  const measured: MeasuredRivals[] = [];
  for (const design of designs) {
    const world = createWorld(59);
    const worlds = Array.from({ length: WORLDS * sizeFactor() }, () => drawWorld(world, design));
    measured.push({
      design,
      own: shareOf(worlds.map((rows) => passesHere(rows, design))),
      others: await askGates(python, worlds),
    });
  }
  const row = (title: string, shares: readonly number[]) => [title, ...shares.map(percent)];
  const table = renderTable(
    [
      { title: 'gate: says "better" of equally good models' },
      ...designs.map(({ name }) => ({ title: name, align: 'right' as const })),
    ],
    [
      row(
        'Model Steward, `superior-by: 0`',
        measured.map(({ own }) => own),
      ),
      ...(Object.keys(gates) as Gate[]).map((gate) =>
        row(
          gates[gate],
          measured.map(({ others }) => shareOf(others.map((answer) => answer[gate]))),
        ),
      ),
    ],
  );
  return { rates: measured.map(({ design, own }) => ownRate(design, own)), tables: [table] };
}

function ownRate({ name }: RivalDesign, own: number): Rate {
  return {
    what: `beside other gates, ${name}: one of two equally good models passes as the better one`,
    stated: `at most ${percent(ONE_SIDED_LEVEL)}`,
    measured: percent(own),
    holds: own <= ONE_SIDED_LEVEL + ALLOWANCE + monteCarloError(ONE_SIDED_LEVEL, WORLDS * sizeFactor()),
  };
}

/** Both are right on 85 % of the rows or so; each has groups that are easy for it. */
function drawWorld(world: World, { count, correlation }: RivalDesign): PassedRows {
  const group = Array.from({ length: count * ROWS_OF_GROUP }, (_, row) => row % count);
  const series = (deviation: number): readonly number[] => {
    let state = world.normal();
    return Array.from({ length: count }, () => {
      state = correlation * state + Math.sqrt(1 - correlation ** 2) * world.normal();
      return deviation * state;
    });
  };
  const [shared, ease] = [series(0.5), group.map(() => world.normal())];
  const draw = (): readonly number[] => {
    const own = series(0.5);
    return group.map((index, row) => {
      const value = 1.6 + at(shared, index) + at(own, index) + at(ease, row) + world.normal();
      return Number(value > 0);
    });
  };
  return { group, champion: draw(), challenger: draw() };
}

function passesHere({ group, champion, challenger }: PassedRows, design: RivalDesign): boolean {
  const rows = { labels: group.map(() => 1), champion, challenger, groups: group };
  const interval = intervalOf(classAccuracy, rows, design.group(group));
  return interval !== undefined && decideSuperior(interval, 0) === 'pass';
}

/** @throws Error with what the packages said where they fail. */
async function askGates(
  python: string,
  worlds: readonly PassedRows[],
): Promise<readonly Readonly<Record<Gate, boolean>>[]> {
  const child = spawn(python, [join(import.meta.dirname, 'rival_gates.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(worlds.map((rows) => `${JSON.stringify(rows)}\n`).join(''));
  const lines = (await text(child.stdout)).trim().split('\n');
  if (lines.length !== worlds.length)
    throw new Error(`rival_gates.py: expected ${worlds.length} answers, got ${lines.length}`);
  return lines.map((line) => JSON.parse(line) as Readonly<Record<Gate, boolean>>);
}

function shareOf(answers: readonly boolean[]): number {
  return answers.filter(Boolean).length / answers.length;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
