/** The play as one HTML file that needs nothing else. */
import { html, Html } from '../demo/report/html.ts';
import { renderMarkdown, type LinkOfBox } from '../demo/report/markdown.ts';
import type { Exhibit } from '../demo/report/record.ts';
import { style } from '../demo/report/style.ts';
import type { KeptReport } from './reports.ts';
import type { Shown } from './shown.ts';
import type { RunResult } from './engine/run-workflow.ts';
import type { Conclusion, JobResult, StepResult } from './engine/run-job.ts';
import { readLog } from './step-log.ts';

const LOG_LINES = 400;

/** @param reportFiles paths of the full reports from the page, in the order of `shown.reports`. */
export function renderTryPage(shown: Shown, reportFiles: readonly string[] = []): string {
  const { repository, source, pull, releases, deployments, issues, runs, final } = shown;
  const links = linksOn(shown, reportFiles);
  const renderAll = (exhibits: readonly Exhibit[]): readonly Html[] =>
    exhibits.map((exhibit) => renderExhibit(exhibit, links));
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
          <section id="pull">
            <h2>Pull request</h2>
            ${renderAll(pull)}
          </section>
          <section id="releases">
            <h2>Releases</h2>
            ${releases.length === 0 ? html`<p>None.</p>` : renderAll(releases)}
          </section>
          ${
            deployments.length === 0
              ? undefined
              : html`<section>
                  <h2>Deployments</h2>
                  ${renderAll(deployments)}
                </section>`
          }
          <section id="issues">
            <h2>Issues</h2>
            ${issues.length === 0 ? html`<p>None was opened.</p>` : renderAll(issues.flat())}
          </section>
          <section>
            <h2>Tags</h2>
            <pre>${final.tags.map(({ name, message }) => `${name}  ${message}`).join('\n') || 'none'}</pre>
            <h2>Ledger</h2>
            <pre>${final.ledger.join('\n') || 'empty'}</pre>
          </section>
          <section>
            <h2>Runs</h2>
            ${runs.map((run) => renderRun(run, links))}
          </section>
        </main>
      </body>
    </html> `.text;
}

/** What a text links to, on this page or beside it. */
type LinksOfText = (text: string) => LinkOfBox;

/** Pages of GitHub that this page shows: runs with their reports, the pull request, releases and issues. Commits are not shown. */
function linksOn({ runs, reports }: Shown, reportFiles: readonly string[]): LinksOfText {
  return (text) => (address) => {
    const [, id = '', isArtifacts] =
      /\/actions\/runs\/(\d+)\b(?:.*(#artifacts|\/artifacts\/\d+))?/.exec(address) ?? [];
    const runId = Number(id);
    const report = findReport(reports, { runId, text });
    const file =
      isArtifacts === undefined || report === undefined ? undefined : reportFiles[reports.indexOf(report)];
    if (file !== undefined) return file;
    if (runs.some((run) => run.id === runId)) return `#run-${runId}`;
    const [, kind] = /\/(pull|releases|issues)\//.exec(address) ?? [];
    return kind === undefined ? undefined : `#${kind}`;
  };
}

/** A run of a matrix has a report for each model: that of the model which the text is about. */
function findReport(
  reports: Shown['reports'],
  { runId, text }: { readonly runId: number; readonly text: string },
): KeptReport | undefined {
  const ofRun = reports.filter((report) => report.runId === runId);
  const [, model] = /<!-- model-steward:\w+ model=(\S+) -->/.exec(text) ?? [];
  const own = ofRun.find(
    ({ artifact }) => artifact.replace(/-\d+\.[\w-]+$/, '') === `model-steward-${model ?? ''}`,
  );
  return own ?? (ofRun.length === 1 ? ofRun[0] : undefined);
}

function renderExhibit({ title, badge, byline, body, footer = [] }: Exhibit, links: LinksOfText): Html {
  return html`<article class="exhibit">
    <div class="head">
      ${badge && html`<span class="badge badge-${badge.kind}">${badge.text}</span>`}
      <h3>${title}</h3>
      <div class="byline">${byline}</div>
    </div>
    <div class="body">${renderMarkdown(body, links(body))}</div>
    ${footer.length > 0 ? html`<div class="foot">${footer.map((line) => html`<div>${line}</div>`)}</div>` : undefined}
  </article>`;
}

function renderRun({ id, path, event, conclusion, jobs }: RunResult, links: LinksOfText): Html {
  return html`<details class="runs" id="run-${id}" open>
    <summary>${mark(conclusion)} ${path} (${event})</summary>
    ${jobs.map((job) => renderJob(job, links))}
  </details>`;
}

function renderJob({ name, conclusion, steps, remark }: JobResult, links: LinksOfText): Html {
  return html`<div class="job">
    ${mark(conclusion)} <b>${name}</b> ${remark}
    <ul>
      ${steps.map((step) => renderStep(step, links))}
    </ul>
  </div>`;
}

function renderStep(
  { conclusion, title, seconds, remark, summary, log }: StepResult,
  links: LinksOfText,
): Html {
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
    ${summary.trim() === '' ? undefined : html`<div class="exhibit"><div class="body">${renderMarkdown(summary, links(summary))}</div></div>`}
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
