/** The story as one HTML file that needs nothing else: no script, no picture, no font from elsewhere. */
import type { JobResult, RunResult } from '../engine/run-workflow.ts';
import { formatDate } from '../narrator.ts';
import { html, Html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import type { Exhibit, FinalState, SceneRecord } from './record.ts';
import { style } from './style.ts';

export interface Story {
  readonly repository: string;
  readonly scenes: readonly SceneRecord[];
  readonly final: FinalState;
}

export function renderPage({ repository, scenes, final }: Story): string {
  const [owner, name] = repository.split('/');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${repository}: the life of a model</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${owner} / <b>${name}</b></h1>
          <div class="byline">
            What people and workflows did in this repository, and what GitHub showed them. Real flights, real
            models, real verdicts, played by the actions themselves against a GitHub in a box; only the people
            and one labeled fault are made up.
          </div>
        </header>
        <main>
          <nav>
            <ol>
              ${scenes.map((scene, index) => html`<li><a href="#scene-${index + 1}">${scene.title}</a></li>`)}
            </ol>
          </nav>
          ${scenes.map(renderScene)} ${renderFinal(final)}
        </main>
      </body>
    </html> `.text;
}

function renderScene({ title, date, said, exhibits, runs }: SceneRecord, index: number): Html {
  return html`<section id="scene-${index + 1}">
    <h2>${index + 1}. ${title}</h2>
    <div class="date">${formatDate(date)}</div>
    <ul class="said">
      ${said.map((line) => html`<li>${line}</li>`)}
    </ul>
    ${exhibits.map(renderExhibit)} ${runs.map(renderRun)}
  </section>`;
}

function renderExhibit({ title, badge, byline, body, labels = [], footer = [] }: Exhibit): Html {
  return html`<article class="exhibit">
    <div class="head">
      ${badge && html`<span class="badge badge-${badge.kind}">${badge.text}</span>`}
      <h3>${title}</h3>
      ${labels.map((label) => html`<span class="label">${label}</span>`)}
      <div class="byline">${byline}</div>
    </div>
    <div class="body">${renderMarkdown(body)}</div>
    ${footer.length > 0 ? html`<div class="foot">${footer.map((line) => html`<div>${line}</div>`)}</div>` : undefined}
  </article>`;
}

function renderRun({ id, workflow, conclusion, jobs }: RunResult): Html {
  return html`<details class="runs">
    <summary>${mark(conclusion === 'success')} workflow run ${id}: ${workflow}</summary>
    ${jobs.map(renderJob)}
  </details>`;
}

function renderJob({ name, conclusion, steps }: JobResult): Html {
  const summaries = steps.filter(({ summary }) => summary.trim() !== '');
  return html`<div class="job">
    <b>${name}</b> ${conclusion === 'skipped' ? '(skipped)' : undefined}
    <ul>
      ${steps.map(
        ({ title, succeeded, seconds }) =>
          html`<li>${mark(succeeded)} ${title} <span class="seconds">${seconds.toFixed(1)} s</span></li>`,
      )}
    </ul>
    ${summaries.map(({ summary }) => html`<div class="exhibit"><div class="body">${renderMarkdown(summary)}</div></div>`)}
  </div>`;
}

function renderFinal({ tags, deployments, issues, ledger }: FinalState): Html {
  return html`<section id="end">
    <h2>What is left in the repository</h2>
    <h3>Versions and stages, as annotated tags</h3>
    ${table(
      ['tag', 'date', 'message'],
      tags.map(({ name, date, message }) => [name, date, message]),
    )}
    <h3>Deployments</h3>
    ${table(
      ['environment', 'ref', 'state', 'date', 'description'],
      deployments.map(({ environment, ref, state, date, description }) => [
        environment,
        ref,
        state,
        date,
        description,
      ]),
    )}
    <h3>Issues</h3>
    ${table(
      ['issue', 'state', 'dates'],
      issues.map(({ title, state, dates }) => [title, state, dates]),
    )}
    <h3>Ledger: one file an event, on a branch of its own</h3>
    <pre>${ledger.join('\n')}</pre>
  </section>`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${header.map((cell) => html`<th>${cell}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function mark(succeeded: boolean): Html {
  return succeeded ? html`<span class="ok">✓</span>` : html`<span class="bad">✗</span>`;
}
