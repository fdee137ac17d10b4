/** The play as one HTML file that needs nothing else. */
import { html, Html } from '../demo/report/html.ts';
import { renderMarkdown } from '../demo/report/markdown.ts';
import type { Exhibit } from '../demo/report/record.ts';
import { style } from '../demo/report/style.ts';
import type { Shown } from './shown.ts';
import type { RunResult } from './engine/run-workflow.ts';
import type { Conclusion, JobResult, StepResult } from './engine/run-job.ts';
import { readLog } from './step-log.ts';

const LOG_LINES = 400;

export function renderTryPage(shown: Shown): string {
  const { repository, source, pull, releases, deployments, issues, runs, final } = shown;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${repository}: a try</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <h1><b>${repository}</b></h1>
          <div class="byline">
            Your workflows, your commands and your data, played by the actions on a GitHub in a box. The pull
            request is made of ${source}. Nothing left this machine but what your own commands fetched.
          </div>
        </header>
        <main>
          <section>
            <h2>Pull request</h2>
            ${pull.map(renderExhibit)}
          </section>
          <section>
            <h2>Releases</h2>
            ${releases.length === 0 ? html`<p>None.</p>` : releases.map(renderExhibit)}
          </section>
          ${
            deployments.length === 0
              ? undefined
              : html`<section>
                  <h2>Deployments</h2>
                  ${deployments.map(renderExhibit)}
                </section>`
          }
          <section>
            <h2>Issues</h2>
            ${issues.length === 0 ? html`<p>None was opened.</p>` : issues.flat().map(renderExhibit)}
          </section>
          <section>
            <h2>Tags</h2>
            <pre>${final.tags.map(({ name, message }) => `${name}  ${message}`).join('\n') || 'none'}</pre>
            <h2>Ledger</h2>
            <pre>${final.ledger.join('\n') || 'empty'}</pre>
          </section>
          <section>
            <h2>Runs</h2>
            ${runs.map(renderRun)}
          </section>
        </main>
      </body>
    </html> `.text;
}

function renderExhibit({ title, badge, byline, body, footer = [] }: Exhibit): Html {
  return html`<article class="exhibit">
    <div class="head">
      ${badge && html`<span class="badge badge-${badge.kind}">${badge.text}</span>`}
      <h3>${title}</h3>
      <div class="byline">${byline}</div>
    </div>
    <div class="body">${renderMarkdown(body)}</div>
    ${footer.length > 0 ? html`<div class="foot">${footer.map((line) => html`<div>${line}</div>`)}</div>` : undefined}
  </article>`;
}

function renderRun({ path, event, conclusion, jobs }: RunResult): Html {
  return html`<details class="runs" open>
    <summary>${mark(conclusion)} ${path} (${event})</summary>
    ${jobs.map(renderJob)}
  </details>`;
}

function renderJob({ name, conclusion, steps, remark }: JobResult): Html {
  return html`<div class="job">
    ${mark(conclusion)} <b>${name}</b> ${remark}
    <ul>
      ${steps.map(renderStep)}
    </ul>
  </div>`;
}

function renderStep({ conclusion, title, seconds, remark, summary, log }: StepResult): Html {
  const lines = readLog(log).slice(-LOG_LINES);
  return html`<li>
    ${mark(conclusion)} ${title} <span class="seconds">${seconds.toFixed(1)} s</span> ${remark}
    ${
      lines.length > 0
        ? html`<details>
            <summary>log</summary>
            <pre>${lines.join('\n')}</pre>
          </details>`
        : undefined
    }
    ${summary.trim() === '' ? undefined : html`<div class="exhibit"><div class="body">${renderMarkdown(summary)}</div></div>`}
  </li>`;
}

function mark(conclusion: Conclusion): Html {
  const signs = {
    success: html`<span class="ok">✓</span>`,
    failure: html`<span class="bad">✗</span>`,
    skipped: html`<span>–</span>`,
  };
  return signs[conclusion];
}
