/**
 * What an action promises is what it does: `action.yml`, the code that reads inputs and sets outputs, the
 * README, the permissions in the examples and the published schemas all say the same.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { permissions, type Permission } from '../src/shared/runtime/permissions.ts';
import { createInputReader } from '../src/shared/runtime/inputs.ts';
import { type Field, type InputReader } from '../src/shared/domain/kernel/input-reader.ts';
import { actionNames, type ActionName } from '../src/shared/domain/kernel/names.ts';
import { readActionManifest } from './tools/action-manifest.ts';
import { renderDocs } from './tools/docs.ts';

const root = join(import.meta.dirname, '..');

class Recorded extends Error {}

/** Every field that `inputs.ts` of an action describes. */
async function readInputFields(action: ActionName): Promise<readonly Field<unknown>[]> {
  const module = await loadModule(`actions/${action}/inputs.ts`);
  const readInputs = module[`read${capital(action)}Inputs`] as (read: InputReader) => unknown;
  const recorded: Field<unknown>[] = [];
  const reader = createInputReader({ get: () => '', names: () => [], mask: () => undefined });
  const recorder: InputReader = {
    ...reader,
    all: (fields) => {
      recorded.push(...Object.values<Field<unknown>>(fields));
      throw new Recorded();
    },
  };
  expect(() => readInputs(recorder)).toThrow(Recorded);
  return recorded;
}

async function readOutputNames(action: ActionName): Promise<readonly string[]> {
  const module = await loadModule(`actions/${action}/report.ts`);
  return module[`${action}Outputs`] as readonly string[];
}

function loadModule(path: string): Promise<Record<string, unknown>> {
  return import(join(root, path)) as Promise<Record<string, unknown>>;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

describe.each(actionNames)('%s', (action) => {
  const manifest = () => readActionManifest(join(root, 'actions', action, 'action.yml'));

  it('reads exactly the inputs that action.yml declares, with the same defaults', async () => {
    const declared = (await manifest()).inputs.map(({ name, fallback }) => [
      name,
      // An expression is filled in by the runner.
      fallback.startsWith('${{') ? '' : fallback,
    ]);
    const read = (await readInputFields(action)).map(({ name, fallback }) => [name, fallback]);
    expect(
      read.sort(),
      `received: the inputs that actions/${action}/inputs.ts reads; expected: those that actions/${action}/action.yml declares. Declare what is read, or read what is declared, with one default in both`,
    ).toEqual(declared.sort());
  });

  it('sets exactly the outputs that action.yml declares', async () => {
    const declared = (await manifest()).outputs.map(({ name }) => name);
    expect(
      [...(await readOutputNames(action))].sort(),
      `received: the outputs in ${action}Outputs of actions/${action}/report.ts; expected: those that actions/${action}/action.yml declares. Declare what is set, or set what is declared`,
    ).toEqual(declared.sort());
  });

  it('runs its part of the shared bundle on Node 24', async () => {
    expect((await manifest()).runs, `write this as \`runs\` in actions/${action}/action.yml`).toEqual({
      using: 'node24',
      main: `../dist/${action}.js`,
    });
  });
});

describe('generated documentation', () => {
  it('is up to date', async () => {
    const outdated: string[] = [];
    for (const [path, content] of await renderDocs())
      outdated.push(...differences(path, content, await readFile(join(root, path), 'utf8')));
    expect(outdated).toEqual([]);
  });

  it('is named by its first line that differs, from where it does', () => {
    expect(differences('docs/schemas/a.json', '{\n"x": ["old"]\n}', '{\n"x": ["new"]\n}')).toEqual([
      expect.stringContaining('a.json:2: expected `old"]` after `"x": ["`, got `new"]`; '),
    ]);
    expect(differences('README.md', 'a\nb', 'a')).toEqual([
      expect.stringContaining('README.md:2: expected `b` after ``, got ``; '),
    ]);
    expect(differences('README.md', 'a\nb', 'a\nb')).toEqual([]);
  });

  it('is named with what it is made from, which may be what is wrong', () => {
    const table = (name: string, row: string): string =>
      `<!-- permissions:start -->\n<!-- permissions:end -->\n<!-- ${name}:start -->\n${row}\n<!-- ${name}:end -->\n`;
    const differing = (path: string, name: string): string =>
      differences(path, table(name, '-1 to 1'), table(name, '0 to 1')).join('\n');
    expect(differing('actions/evaluate/README.md', 'metrics')).toMatch(
      /made from src\/shared\/domain\/metrics\/.+catalog\.test\.ts.+if the new text is right, run `npm run docs`/,
    );
    expect(differing('actions/train/README.md', 'inputs')).toContain('made from actions/train/action.yml:');
    expect(differing('README.md', 'permissions')).toContain('made from src/shared/runtime/permissions.ts:');
    expect(differences('README.md', `${table('permissions', '')}a`, `${table('permissions', '')}a `)).toEqual(
      [expect.stringContaining('this file: run `npm run format`')],
    );
    const made = (path: string): string => differences(path, 'a', 'b').join('\n');
    expect(made('docs/configuration.md')).toContain('made from src/shared/domain/config/:');
    expect(made('docs/schemas/config.schema.json')).toContain('made from src/shared/domain/config/:');
    expect(made('docs/schemas/run.schema.json')).toContain('made from src/shared/domain/documents/:');
    expect(made('docs/schemas/counts.schema.json')).toContain(
      'made from src/shared/domain/monitoring/counts/:',
    );
    expect(made('actions/deploy/action.yml')).toContain('serving-options.ts:');
  });
});

/** @returns the place and both texts of the first difference, or nothing. */
function differences(path: string, expected: string, found: string): readonly string[] {
  if (expected === found) return [];
  const [wanted, got] = [expected.split('\n'), found.split('\n')];
  const line = wanted.findIndex((text, index) => text !== got[index]);
  const at = line < 0 ? wanted.length : line;
  const [want = '', have = ''] = [wanted[at], got[at]];
  let same = 0;
  while (same < want.length && want[same] === have[same]) same += 1;
  const shown = (text: string): string => `\`${text.slice(same, same + SHOWN_CHARACTERS)}\``;
  const before = want.slice(Math.max(0, same - SHOWN_CHARACTERS), same);
  const source = sourceOf(path, wanted.slice(0, at + 1).join('\n'));
  return [`${path}:${at + 1}: expected ${shown(want)} after \`${before}\`, got ${shown(have)}; ${source}`];
}

const DOCUMENTS_FIRST = ', and do first what test/domain/documents/ asks for';
const METRICS = 'src/shared/domain/metrics/';
/** Table between markers → what it is made from. */
const SOURCES: Readonly<Record<string, string>> = {
  permissions: 'src/shared/runtime/permissions.ts',
  attacks: 'the titles in test/trust/',
  metrics: METRICS,
};

/** @param until the text up to the line that differs: what is made from elsewhere stands between markers. */
function sourceOf(path: string, until: string): string {
  const made = (source: string, checks = ''): string =>
    `made from ${source}: correct it there if the expected text is not what you mean${checks}; if the new text is right, run \`npm run docs\``;
  if (/^docs\/(?:configuration\.md|schemas\/config)/.test(path)) return made('src/shared/domain/config/');
  const ofMonitoring = /^docs\/schemas\/(?<folder>profile|counts)\./.exec(path)?.groups?.folder;
  if (ofMonitoring !== undefined)
    return made(`src/shared/domain/monitoring/${ofMonitoring}/`, DOCUMENTS_FIRST);
  if (path.startsWith('docs/schemas/')) return made('src/shared/domain/documents/', DOCUMENTS_FIRST);
  if (path.endsWith('action.yml')) return made('src/shared/domain/config/serving-options.ts');
  const section = [...until.matchAll(/<!-- (?<name>\w+):(?<end>start|end) -->/g)].at(-1)?.groups;
  if (section?.name === undefined || section.end === 'end') return 'this file: run `npm run format`';
  const source = SOURCES[section.name] ?? path.replace('README.md', 'action.yml');
  return made(
    source,
    source === METRICS ? ', as test/domain/metrics/catalog.test.ts checks its range and words' : '',
  );
}

const SHOWN_CHARACTERS = 80;

interface Job {
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  readonly steps?: readonly { readonly uses?: string }[];
}

const examples = (await readdir(join(root, 'workflows-examples'))).filter((name) => name.endsWith('.yml'));

describe.each(examples)('the example %s', (example) => {
  it('gives each job what its actions always need, and nothing that none of them asks for', async () => {
    const workflow = parse(await readFile(join(root, 'workflows-examples', example), 'utf8')) as {
      readonly jobs: Readonly<Record<string, Job>>;
    };
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const used = actionNames.filter((action) => usesAction(job, action));
      if (used.length === 0) continue;
      const asked = used.flatMap((action) => permissions[action]);
      const place = `workflows-examples/${example}: \`permissions\` of the job ${name}`;
      expect(
        missingPermissions(job, asked),
        `${place}: add these, which src/shared/runtime/permissions.ts says that ${used.join(', ')} always needs`,
      ).toEqual([]);
      expect(
        excessPermissions(job, asked),
        `${place}: remove these, or give the reason in src/shared/runtime/permissions.ts`,
      ).toEqual([]);
    }
  });
});

describe('a job', () => {
  it.each([
    ['lacks a permission that its action always needs', {}, ['contents: read'], []],
    [
      'may read only where it has to write',
      { contents: 'read', deployments: 'read' },
      ['contents: write', 'deployments: write'],
      [],
    ],
    [
      'may do what no action asks for',
      { contents: 'write', issues: 'read' },
      [],
      ['contents: write', 'issues: read'],
    ],
  ] as const)('that %s is found', (_, given, missing, excess) => {
    const asked = missing.length === 2 ? permissions.deploy : permissions.train;
    expect(missingPermissions({ permissions: given }, asked)).toEqual(missing);
    expect(excessPermissions({ permissions: given }, asked)).toEqual(excess);
  });
});

function usesAction(job: Job, action: ActionName): boolean {
  return (job.steps ?? []).some((step) => step.uses?.includes(`/actions/${action}@`) ?? false);
}

function missingPermissions(job: Job, asked: readonly Permission[]): readonly string[] {
  return asked
    .filter(({ when, name, level }) => when === 'always' && !grants(job.permissions?.[name], level))
    .map(({ name, level }) => `${name}: ${level}`);
}

function excessPermissions(job: Job, asked: readonly Permission[]): readonly string[] {
  return Object.entries(job.permissions ?? {})
    .filter(
      ([name, level]) =>
        !asked.some((permission) => permission.name === name && grants(permission.level, level)),
    )
    .map(([name, level]) => `${name}: ${level}`);
}

function grants(given: 'read' | 'write' | undefined, wanted: 'read' | 'write'): boolean {
  return given === 'write' || given === wanted;
}
