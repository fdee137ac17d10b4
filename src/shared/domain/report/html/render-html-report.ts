/**
 * The full report on an evaluation as one page: what the comment says, and behind it the curves, distributions, groups
 * and rows that a comment has no room for. A function of its request: the same evaluation gives the same bytes.
 */
import type { TaskName } from '../../documents/fields.ts';
import { isWithoutGate } from '../../evaluation/decide-verdict.ts';
import { isComparison } from '../../evaluation/rule.ts';
import { isOrdered } from '../../kernel/direction.ts';
import type { Metric } from '../../metrics/metric.ts';
import { findMetric } from '../../metrics/tasks/catalog.ts';
import { renderBinaryFigures } from './binary-figures.ts';
import { renderCaseFigures } from './case-figures.ts';
import { renderClassFigures } from './class-figures.ts';
import { renderGroupFigures } from './group-figures.ts';
import { html, isNothing, sizeOf, type Html } from './html.ts';
import { renderIncludedFiles } from './included-figures.ts';
import { renderInline } from './markdown-inline.ts';
import { renderMarkdown } from './markdown.ts';
import { renderChallengers } from './challenger-leaderboard.ts';
import { renderMetrics, renderRules } from './metric-tables.ts';
import { renderPage } from './page.ts';
import { renderSliceTables } from '../slice-table.ts';
import { renderRegressionFigures } from './regression-figures.ts';
import type { FigureRequest, HtmlReportRequest } from './report-request.ts';
import { renderUnitFigures } from './unit-figures.ts';

/** A page that opens at once everywhere. */
export const MAX_REPORT_BYTES = 1_000_000;

export function renderHtmlReport(request: HtmlReportRequest): string {
  const { evaluation, text, rows } = request;
  const figures = rows === undefined ? NO_FIGURES : renderFigures(request, rows);
  const sections: readonly Section[] = [
    {
      key: 'rules',
      title: 'Rules',
      body: html`${renderRules(evaluation)}${text.notes.map((part) => renderMarkdown(part))}`,
    },
    { key: 'challengers', title: 'Challengers', body: renderChallengers(evaluation) },
    { key: 'figures', title: 'Predictions', body: gridOf(figures.task) },
    { key: 'by-slice', title: 'Slices', body: renderMarkdown(renderSliceTables(evaluation)) },
    { key: 'by-group', title: 'Groups', body: gridOf(figures.groups) },
    { key: 'by-row', title: 'Wins and losses', body: gridOf(figures.units) },
    { key: 'metrics', title: 'All metrics', body: renderMetrics(evaluation) },
    { key: 'included', title: 'From the training', body: renderIncludedFiles(request.included) },
    { key: 'details', title: 'Details', body: html`${text.details.map((part) => renderMarkdown(part))}` },
  ];
  const shown = fit(sections.filter(({ body }) => !isNothing(body)));
  const title = `${evaluation.model}: ${isWithoutGate(evaluation) ? 'no verdict' : evaluation.verdict}`;
  return renderPage({ title, body: renderBody(request, shown) }).markup;
}

type SectionKey =
  | 'rules'
  | 'challengers'
  | 'figures'
  | 'by-slice'
  | 'by-group'
  | 'by-row'
  | 'metrics'
  | 'included'
  | 'details';

interface Section {
  readonly key: SectionKey;
  readonly title: string;
  readonly body: Html;
}

/** Head, policy, style and script are about 10,000 bytes. */
const FRAME_BYTES = 20_000;
/** What goes first where a report is too large, and only then. */
const LEFT_OUT_FIRST = [
  'by-row',
  'included',
  'details',
  'by-group',
  'metrics',
  'figures',
] as const satisfies readonly SectionKey[];

function fit(sections: readonly Section[]): readonly Section[] {
  const sizeBytes = sections.reduce((sum, { body }) => sum + sizeOf(body), FRAME_BYTES);
  if (sizeBytes <= MAX_REPORT_BYTES) return sections;
  const key = LEFT_OUT_FIRST.find((candidate) =>
    sections.some((section) => section.key === candidate && sizeOf(section.body) > sizeOf(LEFT_OUT)),
  );
  if (key === undefined) return sections;
  return fit(sections.map((section) => (section.key === key ? { ...section, body: LEFT_OUT } : section)));
}

const LEFT_OUT = html`<p class="left-out">Left out: the report would be larger than 1 MB.</p>`;

function renderBody({ evaluation, text }: HtmlReportRequest, sections: readonly Section[]): Html {
  const verdict = isWithoutGate(evaluation)
    ? undefined
    : html`<p><span class="verdict verdict-${evaluation.verdict}">${evaluation.verdict}</span></p> `;
  return html`<header>
      <h1>${renderInline(text.headline)}</h1>
      ${verdict}${text.summary.map((part) => renderMarkdown(part))}
      <nav aria-label="Sections">
        <ul>
          ${sections.map(({ key, title }) => html`<li><a href="#${key}">${title}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${sections.map(
      ({ key, title, body }) =>
        html`<section aria-labelledby="${key}">
          <h2 id="${key}">${title}</h2>
          ${body}
        </section> `,
    )}`;
}

interface Figures {
  readonly task: readonly Html[];
  readonly groups: readonly Html[];
  readonly units: readonly Html[];
}

const NO_FIGURES: Figures = { task: [], groups: [], units: [] };

function renderFigures(request: HtmlReportRequest, rows: FigureRequest['rows']): Figures {
  const { evaluation, showsRows } = request;
  const metrics = computedMetrics(request);
  const figured: FigureRequest = { evaluation, showsRows, rows, metric: decidingMetric(request, metrics) };
  return {
    task: taskFigures[evaluation.task](figured, metrics),
    groups: renderGroupFigures(figured),
    units: renderUnitFigures(figured),
  };
}

type RenderFigures = (request: FigureRequest, metrics: readonly Metric[]) => readonly Html[];

const taskFigures: Readonly<Record<TaskName, RenderFigures>> = {
  binary: renderBinaryFigures,
  multiclass: renderClassFigures,
  regression: renderRegressionFigures,
  forecast: renderRegressionFigures,
  ranking: () => [],
  scores: renderCaseFigures,
  metrics: () => [],
};

/** Those of the evaluation that rows have. */
function computedMetrics({ evaluation, config }: HtmlReportRequest): readonly Metric[] {
  const { task, metrics } = evaluation;
  return metrics.flatMap(({ metric }) => findMetric(task, metric, config.predictions) ?? []);
}

/** That of the first rule that compares; else of the first rule; else the first of all. */
function decidingMetric(
  { evaluation: { rules } }: HtmlReportRequest,
  metrics: readonly Metric[],
): Metric | undefined {
  const compared = rules.filter(({ kind, metric }) => {
    const better = metrics.find(({ name }) => name === metric)?.better;
    return isComparison(kind) && isOrdered(better);
  });
  const names = [...compared, ...rules].map(({ metric }) => metric);
  return names.flatMap((name) => metrics.find((metric) => metric.name === name) ?? [])[0] ?? metrics[0];
}

function gridOf(figures: readonly Html[]): Html {
  const shown = figures.filter((figure) => !isNothing(figure));
  return shown.length === 0 ? html`` : html`<div class="figures">${shown}</div>`;
}
