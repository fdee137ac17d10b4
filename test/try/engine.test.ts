/** The runner of `npm run try` decides as GitHub documents it. */
import { describe, expect, it } from 'vitest';
import { combinationsOf } from './engine/matrix.ts';
import { environmentOfPerson } from './engine/own-environment.ts';
import { isStartedBy, type HappenedEvent } from './engine/triggers.ts';
import { parseWorkflow, permissionsOf } from '../../src/shared/domain/setup/workflow.ts';
import { orderJobs, whyNotRun } from './engine/jobs.ts';

const pull: HappenedEvent = {
  name: 'pull_request',
  branch: 'main',
  changedPaths: ['src/train.py', 'README.md'],
};

describe('a workflow is started', () => {
  it.each<[string, unknown, boolean]>([
    ['by a name', 'pull_request', true],
    ['by another name', 'push', false],
    ['by a list', ['push', 'pull_request'], true],
    ['by an event without filters', { pull_request: null }, true],
    ['by a base branch', { pull_request: { branches: ['main', 'release/*'] } }, true],
    ['by another base branch', { pull_request: { branches: ['release/*'] } }, false],
    ['unless the branch is taken back', { pull_request: { branches: ['**', '!main'] } }, false],
    ['by a changed path', { pull_request: { paths: ['src/**'] } }, true],
    ['by none of the changed paths', { pull_request: { paths: ['docs/**'] } }, false],
    [
      'unless all changed paths are ignored',
      { pull_request: { 'paths-ignore': ['**.md', 'src/**'] } },
      false,
    ],
    ['when one path is not ignored', { pull_request: { 'paths-ignore': ['**.md'] } }, true],
    ['by a type that a new pull request has', { pull_request: { types: ['opened'] } }, true],
    ['by a type that it has not', { pull_request: { types: ['labeled'] } }, false],
  ])('%s', (_, on, expected) => {
    expect(isStartedBy(on, pull)).toBe(expected);
  });

  it('by a push to a branch, and not by filters of tags alone', () => {
    const push: HappenedEvent = { ...pull, name: 'push' };
    expect(isStartedBy({ push: { branches: ['main'] } }, push)).toBe(true);
    expect(isStartedBy({ push: { tags: ['v*'] } }, push)).toBe(false);
  });

  it('by the end of a workflow that it names', () => {
    const ended: HappenedEvent = { ...pull, name: 'workflow_run', completed: ['model'] };
    expect(isStartedBy({ workflow_run: { workflows: ['model'], types: ['completed'] } }, ended)).toBe(true);
    expect(isStartedBy({ workflow_run: { workflows: ['other'] } }, ended)).toBe(false);
  });
});

/** The example of GitHub's documentation of `include`. */
const DOCUMENTED = {
  fruit: ['apple', 'pear'],
  animal: ['cat', 'dog'],
  include: [
    { color: 'green' },
    { color: 'pink', animal: 'cat' },
    { fruit: 'apple', shape: 'circle' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ],
};

describe('a matrix', () => {
  it('has the combinations that the documentation of GitHub lists', () => {
    expect(combinationsOf(DOCUMENTED, {})).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  it('leaves out what is excluded, and takes lists from outputs', () => {
    const contexts = { needs: { find: { outputs: { models: '["a","b"]' } } } };
    const matrix = {
      model: '${{ fromJSON(needs.find.outputs.models) }}',
      size: [1, 2],
      exclude: [{ model: 'a', size: 2 }],
    };
    expect(combinationsOf(matrix, contexts)).toEqual([
      { model: 'a', size: 1 },
      { model: 'b', size: 1 },
      { model: 'b', size: 2 },
    ]);
    expect(combinationsOf(undefined, {})).toEqual([{}]);
  });
});

describe('jobs', () => {
  const workflow = (jobs: string, more = '') => parseWorkflow(`on: push\n${more}jobs:\n${jobs}`, 'w.yml');

  it('come after those that they need, whatever the order of the file', () => {
    const source = '  c: { needs: [b], steps: [] }\n  b: { needs: a, steps: [] }\n  a: { steps: [] }\n';
    expect(orderJobs(workflow(source)).map(([id]) => id)).toEqual(['a', 'b', 'c']);
    expect(() => orderJobs(workflow('  a: { needs: b }\n  b: { needs: a }\n'))).toThrow(/got one through a/);
    expect(() => orderJobs(workflow('  a: { needs: x }\n'))).toThrow('expected one of a, got x');
  });

  it.each([
    ['a: { runs-on: windows-latest, steps: [] }', /only Linux is imitated/],
    ['a: { runs-on: ubuntu-latest, container: python, steps: [] }', /containers of jobs/],
    ['a: { uses: ./.github/workflows/x.yml }', /reusable workflow/],
    ['a: { runs-on: [self-hosted, gpu], steps: [] }', undefined],
  ])('%s is run, or the reason why not is said', (source, reason) => {
    const [[, job] = []] = orderJobs(workflow(`  ${source}\n`));
    const why = job && whyNotRun(job);
    if (reason === undefined) expect(why).toBeUndefined();
    else expect(why).toMatch(reason);
  });

  it('get the permissions of the job before those of the workflow, and may only read without any', () => {
    const job = '  a: { permissions: { contents: write }, steps: [] }\n  b: { steps: [] }\n';
    const [, [, b] = []] = orderJobs(workflow(job, 'permissions: { issues: write }\n'));
    const [[, a] = []] = orderJobs(workflow(job, 'permissions: { issues: write }\n'));
    const all = workflow(job, 'permissions: { issues: write }\n');
    expect(permissionsOf(all, a!)).toEqual({ contents: 'write' });
    expect(permissionsOf(all, b!)).toEqual({ issues: 'write' });
    const open = workflow('  a: { steps: [] }\n');
    expect(permissionsOf(open, open.jobs.a!)).toMatchObject({ contents: 'read', 'pull-requests': 'read' });
  });

  it.each([
    ['jobs: { a: { steps: 3 } }', 'w.yml: jobs.a.steps: expected a list, got 3'],
    [
      'jobs: { a: { steps: [{ run: [a, b] }] } }',
      'w.yml: jobs.a.steps.0.run: expected text or a number or true or false, got a list with 2 entries',
    ],
    [
      'jobs: { a: { steps: [{ run: }] } }',
      'w.yml: jobs.a.steps.0.run: expected text or a number or true or false, got an empty value',
    ],
    ['jobs: { a: { permissions: { contents: admin } } }', 'w.yml: jobs.a.permissions'],
    ['jobs: 3', 'w.yml: jobs: expected a section with keys, got 3'],
    ['- a', 'w.yml: '],
  ])('of %s are an error which names file and place', (source, message) => {
    const whole = source.startsWith('-') ? source : `on: push\n${source}`;
    expect(() => parseWorkflow(whole, 'w.yml')).toThrow(message);
  });

  it.each([
    ['true', 'true'],
    ['false', 'false'],
    ['42', '42'],
    ['"yes"', 'yes'],
    ['2026-01-01', '2026-01-01'],
    ['|\n          echo a\n          echo b', 'echo a\necho b\n'],
  ])('run the scalar %s as the command that it spells', (scalar, command) => {
    const { jobs } = parseWorkflow(`on: push\njobs:\n  a:\n    steps:\n      - run: ${scalar}\n`, 'w.yml');
    expect(jobs.a?.steps[0]?.run).toBe(command);
  });

  it('and steps may have names, ids, conditions and texts of any scalar', () => {
    const step =
      '{ id: 1, name: , if: 0, uses: x, shell: bash, env: { A: 1.5, B: , C: true }, with: { n: 3 } }';
    const { jobs } = parseWorkflow(`on: push\njobs: { a: { name: 7, steps: [${step}] } }`, 'w.yml');
    expect(jobs.a?.steps[0]).toMatchObject({
      id: '1',
      if: '0',
      env: { A: '1.5', B: '', C: 'true' },
      with: { n: '3' },
    });
  });
});

describe('the environment of the person', () => {
  const taken = (environment: Readonly<Record<string, string>>) =>
    environmentOfPerson({ environment, home: '/nowhere' });

  it('reaches the commands where it leads to the network and to packages, and nowhere else', () => {
    const given = {
      SSL_CERT_FILE: '/etc/company.pem',
      HTTPS_PROXY: 'http://proxy:3128',
      PIP_INDEX_URL: 'https://packages.example/simple',
      UV_INDEX_ACME_PASSWORD: 'p',
      UV_CACHE_DIR: '/cache/uv',
    };
    const others = { AWS_SECRET_ACCESS_KEY: 's', HF_TOKEN: 't', UV_PUBLISH_TOKEN: 'u', GITHUB_TOKEN: 'v' };
    const near = 'localhost,127.0.0.1,::1';
    expect(taken({ ...given, ...others })).toEqual({
      ...given,
      PIP_CACHE_DIR: '/nowhere/.cache/model-steward/pip',
      NO_PROXY: near,
      no_proxy: near,
    });
  });

  it('never sends what is meant for the box through a proxy', () => {
    expect(taken({ no_proxy: 'intranet' }).NO_PROXY).toBe('intranet,localhost,127.0.0.1,::1');
  });
});
