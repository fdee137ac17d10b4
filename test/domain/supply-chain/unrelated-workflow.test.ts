import { expect, it } from 'vitest';
import { isUnrelatedWorkflow } from '../../../src/shared/domain/supply-chain/unrelated-workflow.ts';

const LINT =
  'on: pull_request\njobs:\n  lint:\n    steps:\n      - uses: actions/checkout@v6\n      - run: npm test\n';
const PATH = '.github/workflows/lint.yml';

it('a workflow that formats and tests the code is unrelated, whether it is new, changed or removed', () => {
  for (const texts of [
    [LINT, `# new\n${LINT}`],
    [undefined, LINT],
    [LINT, undefined],
  ])
    expect(isUnrelatedWorkflow(PATH, texts)).toBe(true);
});

it.each([
  ['uses one of the actions', '- uses: model-steward/model-steward/actions/train@v1'],
  ['uses them from a copy', '- uses: acme/copy/actions/evaluate@main'],
  ['uses them in braces', 'steps: [{ "uses": "acme/copy/actions/register@v1" }]'],
  ['uses a composite action of the repository', '- uses: ./.github/actions/model'],
  ['uses one outside of that folder', "- uses: './ci/model'"],
  ['calls a workflow of another repository', 'uses: acme/ci/.github/workflows/model.yml@v1'],
  ['can be called', 'on: { workflow_call: {} }'],
  ['is started by another workflow', 'on: { workflow_run: { workflows: [model] } }'],
  ['may spell it in escapes', '- uses: "\\x6dodel-steward/x@v1"'],
])('a workflow that %s is related, before or after the change', (_, line) => {
  expect(isUnrelatedWorkflow(PATH, [LINT, `${LINT}${line}\n`])).toBe(false);
  expect(isUnrelatedWorkflow(PATH, [`${LINT}${line}\n`, LINT])).toBe(false);
});

it('a composite action, and a file that cannot be read, are related', () => {
  expect(isUnrelatedWorkflow('.github/actions/lint/action.yml', [LINT, LINT])).toBe(false);
  expect(isUnrelatedWorkflow(PATH, [undefined, undefined])).toBe(false);
});
