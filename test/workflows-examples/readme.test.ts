/** What the READMEs give people to paste: each configuration is read, each workflow is one that GitHub accepts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { githubParserErrors } from './github-parser.ts';
import { lintOrder } from './lint.ts';

const root = join(import.meta.dirname, '..', '..');
const actions = readdirSync(join(root, 'actions'), { withFileTypes: true });
const readmes = [
  'README.md',
  ...actions
    .filter((entry) => entry.isDirectory() && entry.name !== 'dist')
    .map((entry) => join('actions', entry.name, 'README.md')),
];

const snippets = readmes.flatMap((readme) => {
  const text = readFileSync(join(root, readme), 'utf8');
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => ({ readme, yaml }));
});
const configurations = snippets.filter(({ yaml }) => /^models:/m.test(yaml));
/** Whole workflows; a part of one shows jobs only. */
const workflows = snippets.filter(
  ({ readme, yaml }) => readme === 'README.md' && /^on:/m.test(yaml) && yaml.includes('jobs:'),
);

interface Step {
  readonly uses: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

describe('the READMEs', () => {
  it.each(snippets.filter(({ yaml }) => yaml.includes('jobs:')))(
    '$readme shows no command before an action that may write',
    ({ yaml }) => {
      const { jobs } = parse(yaml) as { jobs: Record<string, { steps?: readonly Step[] } | null> };
      const problems = Object.entries(jobs).flatMap(([name, job]) =>
        lintOrder(name, { steps: job?.steps ?? [] }),
      );
      expect(problems).toEqual([]);
    },
  );

  it('have workflows and configurations to paste', () => {
    expect(workflows.length).toBeGreaterThan(1);
    expect(configurations.length).toBeGreaterThan(1);
  });

  it.each(configurations)('$readme shows a configuration that is read', ({ yaml }) => {
    expect(Object.keys(parseConfig(yaml).models)).toHaveLength(1);
  });

  it('show workflows that GitHub accepts, with inputs that exist, and each of the five actions', async () => {
    for (const { yaml } of workflows) expect(await githubParserErrors('workflow.yml', yaml)).toEqual([]);
    const steps = workflows.flatMap(({ yaml }) => {
      const { jobs } = parse(yaml) as { jobs: Record<string, { steps: readonly Step[] }> };
      return Object.values(jobs).flatMap((job) => job.steps);
    });
    const own = steps.filter((step) => 'uses' in step && step.uses.startsWith('model-steward/'));
    expect(new Set(own.map(({ uses }) => uses.split('/').at(-1)))).toEqual(
      new Set(['train', 'evaluate', 'register', 'deploy', 'monitor'].map((action) => `${action}@v1`)),
    );
    for (const { uses, with: given = {} } of own) {
      const manifest = join(root, 'actions', /actions\/(\w+)@/.exec(uses)?.[1] ?? '', 'action.yml');
      const { inputs } = parse(readFileSync(manifest, 'utf8')) as { inputs: Record<string, unknown> };
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });
});
