/** The measured story as Markdown: what each pull request of the demo is worth, by rows and by days. */
import type { Check } from '../../src/shared/domain/documents/check.ts';
import { isFaulty } from './calendar.ts';
import { compareModels, type Comparison, type MetricName } from './compare-models.ts';
import { computeShift } from './column-shift.ts';
import { selectMonths, type FlightColumns, type Predictions } from './predictions.ts';
import type { WeeklyCheck } from './weekly-checks.ts';
import { subjectOf, testNameOf } from '../../src/shared/domain/report/finding-text.ts';

export type ModelName = 'baseline' | 'airports' | 'partOfMonth' | 'partOfDay' | 'retrained' | 'kilometers';
export type ScoredModels = Readonly<Record<ModelName, Predictions>>;

interface Flights {
  readonly january: FlightColumns;
  readonly later: FlightColumns;
}

interface Weeks {
  readonly asTheyWere: readonly WeeklyCheck[];
  readonly withFault: readonly WeeklyCheck[];
}

interface Scene {
  readonly text: string;
  readonly challenger: ModelName;
  /** undefined: the baseline. */
  readonly champion: ModelName | undefined;
  readonly months: readonly string[];
}

const scenes: readonly Scene[] = [
  {
    text: 'First model: hour, weekday, distance (against the late rate of the evaluated flights)',
    challenger: 'baseline',
    champion: undefined,
    months: ['2001-02', '2001-03'],
  },
  {
    text: 'Airports added',
    challenger: 'airports',
    champion: 'baseline',
    months: ['2001-03', '2001-04'],
  },
  {
    text: 'Part of the month added',
    challenger: 'partOfMonth',
    champion: 'baseline',
    months: ['2001-03', '2001-04'],
  },
  {
    text: 'Hour replaced by the part of the day',
    challenger: 'partOfDay',
    champion: 'baseline',
    months: ['2001-03', '2001-04'],
  },
  {
    text: 'Airports, retrained on January to April',
    challenger: 'retrained',
    champion: 'airports',
    months: ['2001-05', '2001-06'],
  },
  {
    text: 'Airports removed, with a weaker gate (against the retrained model)',
    challenger: 'baseline',
    champion: 'retrained',
    months: ['2001-05', '2001-06'],
  },
];

const months = ['2001-02', '2001-03', '2001-04', '2001-05', '2001-06'];
const metrics: readonly MetricName[] = ['roc_auc', 'log_loss'];

export function renderStory(models: ScoredModels, flights: Flights, weeks: Weeks): string {
  return `# What the demo may claim

Measured by \`node test/demo/measure-story.ts\` with the sample project's own \`fetch-data.mjs\`, \`train.mjs\` and
\`score.mjs\` (4,000 real flights of each day, spread evenly; all first models trained on January 2001).
**z by rows** treats every flight as independent; **z by days** counts days, in order of time, and allows for
neighboring days being alike. The interval (95 %) is by days. Higher is better for \`roc_auc\`, lower for \`log_loss\`.

## The scenes

${renderScenes(models)}

## The same comparisons, month by month

${renderMonths(models)}

## Does the model in production get worse?

${renderPerformance(models)}

## What moves in the data, and what the injected fault does

${renderShifts(flights, models)}

## What the monitor says every Monday about the week before

Model: airports, trained on January; reference: the 31 days of January; how good the model is day by day: March and
April. "In kilometers" are the two weeks in which the demo injects its one fault.

${renderWeeks(weeks)}
`;
}

function compare(models: ScoredModels, scene: Scene, metric: MetricName): Comparison {
  const champion = scene.champion && selectMonths(models[scene.champion], scene.months);
  return compareModels(metric, selectMonths(models[scene.challenger], scene.months), champion);
}

function renderScenes(models: ScoredModels): string {
  const rows = scenes.flatMap((scene) =>
    metrics.map((metric) => {
      const { champion, challenger, estimate, zByRows, zByDays, lower, upper, flights, days } = compare(
        models,
        scene,
        metric,
      );
      const rows = `${nameMonths(scene.months)}: ${flights.toLocaleString('en')} flights, ${days} days`;
      const interval = `${signed(estimate, 4)} (${signed(lower, 4)} to ${signed(upper, 4)})`;
      return [
        scene.text,
        rows,
        metric,
        champion.toFixed(4),
        challenger.toFixed(4),
        interval,
        z(zByRows),
        z(zByDays),
      ];
    }),
  );
  const header = [
    'change',
    'evaluated on',
    'metric',
    'champion',
    'challenger',
    'difference',
    'z by rows',
    'z by days',
  ];
  return table(header, rows);
}

function renderMonths(models: ScoredModels): string {
  const rows = scenes.slice(1, 4).flatMap((scene) =>
    metrics.map((metric) => [
      scene.text,
      metric,
      ...months.map((month) => {
        const { estimate, zByRows, zByDays } = compare(models, { ...scene, months: [month] }, metric);
        return `${signed(estimate, 4)}: ${z(zByRows)} / ${z(zByDays)}`;
      }),
    ]),
  );
  const header = ['change', 'metric', ...months.map((month) => nameMonths([month]))];
  return `Difference: z by rows / z by days.\n\n${table(header, rows)}`;
}

function renderPerformance(models: ScoredModels): string {
  const rows = months.map((month) => {
    const production = selectMonths(models.airports, [month]);
    const late = production.labels.reduce((sum, label) => sum + label, 0) / production.labels.length;
    const [auc, loss] = metrics.map((metric) => compareModels(metric, production, undefined).challenger);
    return [nameMonths([month]), percent(late), (auc ?? 0).toFixed(4), (loss ?? 0).toFixed(4)];
  });
  return table(['month', 'late', 'roc_auc', 'log_loss'], rows);
}

function renderShifts({ january, later }: Flights, models: ScoredModels): string {
  const rows = months.map((month) => {
    const current = selectMonths(later, [month]);
    const shifts = (['distance', 'hour'] as const).map((column) => {
      const { effect, zByDays } = computeShift(january, current, column);
      return `${signed(effect, 3)} sd, z ${z(zByDays)}`;
    });
    const kilometers = { ...current, distance: current.distance.map((miles) => miles * 1.609344) };
    const { effect, zByDays } = computeShift(january, kilometers, 'distance');
    const harm = metrics.map((metric) => {
      const [bad, good] = (['kilometers', 'airports'] as const).map((name) =>
        selectMonths(models[name], [month]),
      );
      const { estimate, zByDays: zHarm } = compareModels(metric, bad!, good);
      return `${signed(estimate, 4)}, z ${z(zHarm)}`;
    });
    return [nameMonths([month]), ...shifts, `${signed(effect, 2)} sd, z ${z(zByDays)}`, ...harm];
  });
  const header = [
    'month against January',
    'distance',
    'hour',
    'distance in kilometers',
    'roc_auc with kilometers',
    'log_loss with kilometers',
  ];
  return `${table(header, rows)}\n\nEffects are differences of means in standard deviations of January's flights; z compares the means of days.`;
}

function renderWeeks({ asTheyWere, withFault }: Weeks): string {
  const rows = asTheyWere.map(({ today, check }, index) => {
    const faulty = withFault[index];
    const injected = faulty !== undefined && isFaulty(today);
    return [today, describeCheck(check), injected ? describeCheck(faulty.check) : 'not injected'];
  });
  return table(['Monday', 'as the flights were', 'in kilometers'], rows);
}

function describeCheck({ findings, decision }: Check): string {
  const alerts = findings.filter(({ outcome }) => outcome === 'alert');
  const warnings = findings.filter(
    ({ outcome, detail }) => outcome === 'warning' && detail.code !== 'new-categories',
  );
  const lowest = Math.min(...findings.map(({ test }) => test?.p ?? 1));
  const named = [...alerts, ...warnings].map(
    (finding) => `${finding.outcome}: ${subjectOf(finding)}, ${testNameOf(finding)}`,
  );
  const what = named.length === 0 ? `nothing (smallest p ${lowest.toFixed(3)})` : named.join('; ');
  return `${what} → ${decision.kind}`;
}

function nameMonths(list: readonly string[]): string {
  const name = (month: string): string =>
    new Date(`${month}-01`).toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  return list.map(name).join(' and ');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const signed = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
const z = (value: number): string => signed(value, 1);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
