/**
 * The full report on a check as one page: what the summary says, and behind it each column in the reference and now. A
 * function of its request: the same check of the same rows gives the same bytes.
 */
import type { Check } from '../../documents/check.ts';
import { detectsChange } from '../../documents/finding-outcome.ts';
import type { RowDays } from '../../monitoring/profile/days.ts';
import { knownColumns, type ColumnProfile, type Profile } from '../../monitoring/profile/profile.ts';
import { findColumn, type Table } from '../../table/table.ts';
import { renderPartlyChecked } from '../columns-text.ts';
import { renderCategoryFigures, renderNumberFigures, type ColumnDays } from './column-figures.ts';
import { html, isNothing, sizeOf, type Html } from './html.ts';
import { renderInline } from './markdown-inline.ts';
import { renderMarkdown } from './markdown.ts';
import { renderPage } from './page.ts';

export interface CheckReportRequest {
  readonly check: Check;
  readonly profile: Profile;
  /** The rows of the window; undefined where no data arrived. */
  readonly current: { readonly table: Table; readonly rowDays: RowDays | undefined } | undefined;
  /** Markdown. */
  readonly text: {
    readonly headline: string;
    readonly summary: readonly string[];
    readonly details: readonly string[];
  };
}

/** Of all drawings: a page that opens at once everywhere. */
const MOST_FIGURE_BYTES = 900_000;

export function renderCheckReport(request: CheckReportRequest): string {
  const { check, text } = request;
  const figures = renderColumnFigures(request);
  const notChecked = renderPartlyChecked(check.columns);
  const sections = [
    { key: 'findings', title: 'Findings', body: html`${text.details.map((part) => renderMarkdown(part))}` },
    {
      key: 'not-checked',
      title: 'Not checked',
      body: renderMarkdown(notChecked === '' ? 'Every column was checked.' : notChecked),
    },
    { key: 'columns', title: 'Columns', body: figures },
  ].filter(({ body }) => !isNothing(body));
  const body = html`<header>
      <h1>${renderInline(text.headline)}</h1>
      ${text.summary.map((part) => renderMarkdown(part))}
      <nav aria-label="Sections">
        <ul>
          ${sections.map(({ key, title }) => html`<li><a href="#${key}">${title}</a></li>`)}
        </ul>
      </nav>
    </header>
    ${sections.map(
      ({ key, title, body: content }) =>
        html`<section aria-labelledby="${key}">
          <h2 id="${key}">${title}</h2>
          ${content}
        </section> `,
    )}`;
  return renderPage({ title: `${check.model}: ${check.decision.kind.replaceAll('-', ' ')}`, body }).markup;
}

/** Columns with a finding first, as many as the page has room for. */
function renderColumnFigures({ check, profile, current }: CheckReportRequest): Html {
  if (current === undefined) return html``;
  const changed = new Set(check.findings.filter(detectsChange).map(({ subject }) => subject));
  const columns = [
    ...knownColumns(profile).map((column) => ({ column, time: profile.time })),
    ...(profile.predictions ?? []).flatMap((predictions) =>
      knownColumns(predictions).map((column) => ({ column, time: predictions.time })),
    ),
  ].sort((left, right) => Number(changed.has(right.column.name)) - Number(changed.has(left.column.name)));
  const figures: Html[] = [];
  let [sizeBytes, leftOut] = [0, 0];
  for (const [place, { column, time }] of columns.entries()) {
    const { rowDays } = current;
    const days =
      time === undefined || rowDays === undefined ? undefined : { reference: time.days, current: rowDays };
    const figure = renderColumn(column, current.table, { key: `column-${place}`, days });
    sizeBytes += sizeOf(figure);
    if (sizeBytes > MOST_FIGURE_BYTES) leftOut += 1;
    else figures.push(figure);
  }
  if (figures.every(isNothing)) return html``;
  const note =
    leftOut === 0
      ? html``
      : html`<p class="left-out">${leftOut} columns are left out: the report would be too large.</p>`;
  return html`<div class="figures">${figures}</div>
    ${note}`;
}

function renderColumn(
  profile: ColumnProfile,
  table: Table,
  place: { readonly key: string; readonly days: ColumnDays | undefined },
): Html {
  const column = findColumn(table, profile.name);
  if (profile.kind === 'number' && column?.kind === 'number') {
    return renderNumberFigures({ profile, column }, place);
  }
  return profile.kind === 'category' && column?.kind === 'category' && !profile.identifier
    ? renderCategoryFigures({ profile, column }, place)
    : html``;
}
