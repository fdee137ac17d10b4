import { expect, it } from 'vitest';
import { isUnrelatedWorkflow } from '../../../src/shared/domain/supply-chain/unrelated-workflow.ts';

const workflow = (step: string, more = 'permissions: { contents: read }'): string =>
  `on: pull_request\n${more}\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      ${step}\n`;
const LINT = workflow('- run: npm test');
const PATH = '.github/workflows/lint.yml';

it('a workflow that formats and tests the code is unrelated, whether it is new, changed or removed', () => {
  for (const texts of [
    [LINT, `# new\n${LINT}`],
    [undefined, LINT],
    [LINT, undefined],
    [LINT, workflow('- run: echo "${{ github.sha }} ${{ matrix.os }}" # no secrets')],
    [LINT, LINT.replace('ubuntu-latest', '${{ matrix.os }}\n    strategy: { matrix: { os: [macos-15] } }')],
  ])
    expect(isUnrelatedWorkflow(PATH, texts)).toBe(true);
});

it.each([
  ['uses one of the actions', workflow('- uses: model-steward/model-steward/actions/train@v1')],
  ['uses them from a copy', workflow('- uses: acme/copy/actions/evaluate@main')],
  ['uses a wrapper of them', workflow('- uses: acme/mlops/promote@v1')],
  ['uses them in braces', workflow('- { "uses": "acme/copy/actions/register@v1" }')],
  ['uses a composite action of the repository', workflow('- uses: ./.github/actions/model')],
  ['uses one outside of that folder', workflow("- uses: './ci/model'")],
  ['hides it behind an anchor', workflow('- uses: &x ./ci/promote')],
  ['hides it in a folded text', workflow('- uses: >-\n          ./ci/promote')],
  ['hides it behind a tag', workflow('- uses: !!str ./ci/promote')],
  [
    'calls a workflow of another repository',
    `${LINT}  model:\n    uses: acme/ci/.github/workflows/model.yml@v1\n`,
  ],
  ['can be called', LINT.replace('on: pull_request', 'on: { workflow_call: {} }')],
  [
    'is started by another one',
    LINT.replace('on: pull_request', 'on: { workflow_run: { workflows: [model] } }'),
  ],
  ['may spell it in escapes', workflow('- uses: "\\x6dodel-steward/x@v1"')],
  ['has a token that may write', workflow('- run: npm test', 'permissions: write-all')],
  ['says nothing of its token', workflow('- run: npm test', '')],
  [
    'has a job whose token may write',
    workflow('- run: npm test').replace('    steps', '    permissions: { contents: write }\n    steps'),
  ],
  [
    'uses a secret',
    workflow('- run: gh pr review --approve\n        env: { GH_TOKEN: "${{ secrets.PAT }}" }'),
  ],
  ['may be called, in escapes', LINT.replace('on: pull_request', 'on: { "workflow\\x5fcall": {} }')],
  ['is started by another one, in escapes', LINT.replace('on: pull_request', 'on: ["workflow\\x5frun"]')],
  ['uses a secret, in escapes', workflow('- run: x\n        env: { A: "${{ \\x73ecrets.PAT }}" }')],
  ['uses a secret, by an alias', workflow('- run: x\n        env: { A: &a "${{ \\x73ecrets.P }}", B: *a }')],
  ['hands on the whole context', workflow('- run: echo "${{ toJSON(github) }}"')],
  ['hands on the token by an index', workflow('- run: echo "${{ github[\'to\' ] }}"')],
  ['hands on all values of the context', workflow('- run: echo "${{ join(github.*) }}"')],
  ['hands on the token with spaces', workflow('- run: echo "${{ github . token }}"')],
  ['runs on a machine of its own', LINT.replace('ubuntu-latest', 'self-hosted')],
  ['runs on one of a group', LINT.replace('ubuntu-latest', '{ group: gpu }')],
  ['runs on one of several labels', LINT.replace('ubuntu-latest', '[ubuntu-latest, gpu]')],
  ['runs on what an expression says', LINT.replace('ubuntu-latest', '${{ inputs.machine }}')],
  [
    'runs on what its matrix says',
    LINT.replace('ubuntu-latest', '${{ matrix.os }}\n    strategy: { matrix: { os: [gpu] } }'),
  ],
  ['has the secrets of an environment', LINT.replace('    steps', '    environment: production\n    steps')],
  ['is no YAML', 'on: [\n'],
])('a workflow that %s is related, before or after the change', (_, text) => {
  expect(isUnrelatedWorkflow(PATH, [LINT, text])).toBe(false);
  expect(isUnrelatedWorkflow(PATH, [text, LINT])).toBe(false);
});

it('a composite action, and a file that cannot be read, are related', () => {
  expect(isUnrelatedWorkflow('.github/actions/lint/action.yml', [LINT, LINT])).toBe(false);
  expect(isUnrelatedWorkflow(PATH, [undefined, undefined])).toBe(false);
});
