import { expect, it } from 'vitest';
import { isUnrelatedWorkflow } from '../../../src/shared/domain/supply-chain/unrelated-workflow.ts';

const workflow = (step: string, more = 'permissions: { contents: read }'): string =>
  `on: pull_request\n${more}\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      ${step}\n`;
const LINT = workflow('- run: npm test');
const PATH = '.github/workflows/lint.yml';

it('a workflow that formats and tests the code is unrelated, whether it is new, changed or removed', () => {
  for (const [base, head] of [
    [LINT, `# new\n${LINT}`],
    [undefined, LINT],
    [LINT, undefined],
    [LINT, workflow('- run: echo "${{ github.sha }} ${{ matrix.os }}" # no secrets')],
    [LINT, LINT.replace('ubuntu-latest', '${{ matrix.os }}\n    strategy: { matrix: { os: [macos-15] } }')],
  ])
    expect(isUnrelatedWorkflow(PATH, [base, head])).toBe(true);
});

it.each([
  ['uses one of the actions', workflow('- uses: model-steward/model-steward/actions/train@v1')],
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
  [
    'may write what is no code, and more',
    workflow('- run: x', 'permissions: { pages: write, id-token: write }'),
  ],
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
  ['uses the token of settings', workflow('- run: x\n        env: { T: "${{ secrets.GITHUB_TOKEN }}" }', '')],
  [
    'chooses a machine',
    LINT.replace('ubuntu-latest', "${{ (matrix.a == 'b' && 'gpu') || 'ubuntu-latest' }}"),
  ],
  ['hands on the whole context', workflow('- run: echo "${{ toJSON(github) }}"')],
  ['hands on the token by an index', workflow('- run: echo "${{ github[\'to\' ] }}"')],
  ['hands on all values of the context', workflow('- run: echo "${{ join(github.*) }}"')],
  ['hands on the token with spaces', workflow('- run: echo "${{ github . token }}"')],
  ['runs on a machine of its own', LINT.replace('ubuntu-latest', 'self-hosted')],
  ['runs on one that is named after a system', LINT.replace('ubuntu-latest', 'ubuntu-gpu')],
  ['runs on one that is named after a release', LINT.replace('ubuntu-latest', 'ubuntu-24.04-gpu')],
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

/** As GitHub's own templates, and dependabot, write them. */
const CODEQL = `on: { push: {}, schedule: [{ cron: '30 1 * * 0' }] }
jobs:
  analyze:
    runs-on: \${{ (matrix.language == 'swift' && 'macos-latest') || 'ubuntu-latest' }}
    permissions: { security-events: write, packages: read, actions: read, contents: read }
    strategy: { matrix: { include: [{ language: python, build-mode: none }] } }
    steps:
      - uses: actions/checkout@v4
      - uses: github/codeql-action/init@v3
      - uses: github/codeql-action/analyze@v3
`;
const UNSAID = workflow('- run: ruff check .', '');

it.each<[string, string | undefined, string | undefined]>([
  ['the scan of CodeQL is new', undefined, CODEQL],
  ['a version of an action is raised', CODEQL, CODEQL.replaceAll('@v3', '@v4')],
  [
    'an image is built and not pushed',
    undefined,
    workflow('- uses: docker/setup-buildx-action@v3\n      - uses: docker/build-push-action@v6'),
  ],
  ['an action of anybody runs, with a token that reads', LINT, workflow('- uses: acme/mlops/promote@v1')],
  [
    'a linter gets the token that reads',
    LINT,
    workflow('- uses: acme/lint@v1\n        env: { GITHUB_TOKEN: "${{ secrets.GITHUB_TOKEN }}" }'),
  ],
  ['it had no permissions before either', UNSAID, workflow('- run: ruff format --check .', '')],
  ['it has permissions from now on', UNSAID, LINT],
  ['it had no permissions, and is removed', UNSAID, undefined],
])('a workflow cannot reach the evidence: %s', (_, base, head) => {
  expect(isUnrelatedWorkflow(PATH, [base, head])).toBe(true);
});

it.each<[string, string | undefined, string]>([
  ['it is new, without permissions', undefined, UNSAID],
  ['its permissions are removed', LINT, UNSAID],
  ['one of its jobs loses them', CODEQL, CODEQL.replace(/ {4}permissions.*\n/, '')],
])('a token may write where it did not: %s', (_, base, head) => {
  expect(isUnrelatedWorkflow(PATH, [base, head])).toBe(false);
});

const inGroup = (group: string, name = ''): string =>
  `${name === '' ? '' : `name: ${name}\n`}concurrency: { group: '${group}', cancel-in-progress: true }\n${LINT}`;
const BY_NAME = '${{ github.workflow }}-${{ github.ref }}';

it.each([
  ['a name that another workflow may have', LINT, inGroup('monitor')],
  ['the same in a new workflow', undefined, inGroup('model-${{ github.event.number }}')],
  ['a name that it had not', inGroup('lint'), inGroup('monitor')],
  ['the name of a workflow, which it gives itself', inGroup(BY_NAME, 'lint'), inGroup(BY_NAME, 'monitor')],
  ['a group of a job', LINT, LINT.replace('    steps', '    concurrency: monitor\n    steps')],
  ['an expression', LINT, inGroup('${{ vars.GROUP }}')],
])('a workflow that joins a group of concurrency may cancel other runs: %s', (_, base, head) => {
  expect(isUnrelatedWorkflow(PATH, [base, head])).toBe(false);
});

it.each([
  ['is gone', inGroup('lint'), LINT],
  ['is the one that it had', inGroup('lint'), `# new\n${inGroup('lint')}`],
  ['is of its run', LINT, inGroup('lint-${{ github.run_id }}')],
  ['has the path of its file as its name', undefined, inGroup(BY_NAME)],
  ['has the name that it had', inGroup(BY_NAME, 'lint'), `# new\n${inGroup(BY_NAME, 'lint')}`],
])('a workflow cancels no other run, for its group %s', (_, base, head) => {
  expect(isUnrelatedWorkflow(PATH, [base, head])).toBe(true);
});
