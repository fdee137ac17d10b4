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
    expect(read.sort()).toEqual(declared.sort());
  });

  it('sets exactly the outputs that action.yml declares', async () => {
    const declared = (await manifest()).outputs.map(({ name }) => name);
    expect([...(await readOutputNames(action))].sort()).toEqual(declared.sort());
  });

  it('runs its part of the shared bundle on Node 24', async () => {
    expect((await manifest()).runs).toEqual({ using: 'node24', main: `../dist/${action}.js` });
  });
});

describe('generated documentation', () => {
  it('is up to date', async () => {
    const outdated: string[] = [];
    for (const [path, content] of await renderDocs())
      outdated.push(...differences(path, content, await readFile(join(root, path), 'utf8')));
    expect(
      outdated,
      'run `npm run docs`; where test/domain/documents names what is gone, do what it says first',
    ).toEqual([]);
  });

  it('is named by its first line that differs, from where it does', () => {
    expect(differences('a.json', '{\n"x": ["old"]\n}', '{\n"x": ["new"]\n}')).toEqual([
      'a.json:2: expected `old"]` after `"x": ["`, got `new"]`',
    ]);
    expect(differences('a.md', 'a\nb', 'a')).toEqual(['a.md:2: expected `b` after ``, got ``']);
    expect(differences('a.md', 'a\nb', 'a\nb')).toEqual([]);
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
  return [`${path}:${at + 1}: expected ${shown(want)} after \`${before}\`, got ${shown(have)}`];
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
      expect(missingPermissions(job, asked), `${name}: missing`).toEqual([]);
      expect(excessPermissions(job, asked), `${name}: too much`).toEqual([]);
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
