/** The page of a try is read when the box has ended: no link leads there. */
import { expect, it } from 'vitest';
import { BOX_LINK } from '../demo/report/markdown.ts';
import { renderTryPage } from './page.ts';

const box = 'http://github.localhost:4000/you/rent';
const run = {
  id: 7,
  path: 'model.yml',
  name: 'model',
  event: 'pull_request',
  conclusion: 'success',
  jobs: [],
} as const;
const comment = [
  `[report](${box}/actions/runs/7#artifacts)`,
  `[other report](${box}/actions/runs/8#artifacts)`,
  `[run](${box}/actions/runs/7)`,
  `[pull](${box}/pull/1)`,
  `[version](${box}/releases/tag/rent%40v1.0.0)`,
  `[issue](${box}/issues/3)`,
  `[commit](${box}/commit/b1fd)`,
  '[DVC](https://dvc.org)',
].join(' ');

const page = renderTryPage(
  {
    ...{ repository: 'you/rent', source: 'the last commit', releases: [], deployments: [], issues: [] },
    ...{ comments: [], statuses: [], runs: [run] },
    reports: [{ runId: 7, artifact: 'evaluation', page: '<p>' }],
    pull: [{ title: 'bot', byline: 'commented', body: comment }],
    final: { tags: [], ledger: [], deployments: [], issues: [] },
  },
  ['rent-report-1.html'],
);

it.each([
  ['report', 'rent-report-1.html'],
  ['run', '#run-7'],
  ['pull', '#pull'],
  ['version', '#releases'],
  ['issue', '#issues'],
  ['DVC', 'https://dvc.org'],
])('"%s" leads to %s', (label, target) => {
  expect(page).toContain(`<a href="${target}">${label}</a>`);
  if (target.startsWith('#')) expect(page).toContain(`id="${target.slice(1)}"`);
});

it.each(['other report', 'commit'])('"%s", which is not shown, is text', (label) => {
  expect(page).toMatch(new RegExp(`<span class="gone" title="[^"]*">${label}</span>`));
});

it('of the reports of a matrix, each comment leads to that of its model', () => {
  const models = ['rent', 'rent-eu', 'sales'];
  const body = (model: string) =>
    `<!-- model-steward:evaluate model=${model} -->\n[${model}](${box}/actions/runs/7#artifacts)`;
  const pages = renderTryPage(
    {
      ...{ repository: 'you/rent', source: 'the last commit', releases: [], deployments: [], issues: [] },
      ...{ comments: [], statuses: [], runs: [run] },
      reports: models.map((model) => ({
        runId: 7,
        artifact: `model-steward-${model}-1.evaluation`,
        page: '<p>',
      })),
      pull: [...models, 'no-report'].map((model) => ({
        title: 'bot',
        byline: 'commented',
        body: body(model),
      })),
      final: { tags: [], ledger: [], deployments: [], issues: [] },
    },
    models.map((model) => `${model}.html`),
  );
  for (const model of models) expect(pages).toContain(`<a href="${model}.html">${model}</a>`);
  expect(pages).toContain('<a href="#run-7">no-report</a>');
});

it('a full report loses its links into the box and no others', () => {
  const report = `<a class="x" href="${box}/commit/b1"><code>b1</code></a> <a href="https://dvc.org">DVC</a> <a href="#top">up</a>`;
  expect(report.replace(BOX_LINK, '$1')).toBe(
    '<code>b1</code> <a href="https://dvc.org">DVC</a> <a href="#top">up</a>',
  );
});
