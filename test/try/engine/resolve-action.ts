/** What `uses:` names: the actions of this repository, stand-ins for those that nearly every workflow has, and others. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ownActionOf } from '../../../src/shared/domain/supply-chain/own-action.ts';
import { repositoryRoot } from '../../demo/sample-project.ts';

const own = (name: string): string => join(repositoryRoot, 'actions', name);
const PROGRAMS: Readonly<Record<string, string>> = {
  'actions/checkout': join(repositoryRoot, 'test', 'real', 'stand-ins', 'checkout', 'index.mjs'),
  'actions/upload-artifact': join(import.meta.dirname, '..', 'actions', 'upload-artifact.mjs'),
  'actions/download-artifact': join(import.meta.dirname, '..', 'actions', 'download-artifact.mjs'),
};
/** Inputs that these programs need when the workflow does not give them. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'actions/checkout': {
    repository: '${{ github.repository }}',
    token: '${{ github.token }}',
    'fetch-depth': '1',
    'persist-credentials': 'true',
  },
};
/** They install tools, which this machine has or lacks. The packages are what pip installs in place of the action. */
const SETUPS: Readonly<Record<string, readonly string[]>> = {
  'actions/setup-python': [],
  'actions/setup-node': [],
  'actions/cache': [],
  'actions/cache/restore': [],
  'actions/cache/save': [],
  'astral-sh/setup-uv': ['uv'],
  'iterative/setup-dvc': ['dvc'],
};

/** The input that names the file of the environment. */
const CONDA: Readonly<Record<string, string>> = {
  'mamba-org/setup-micromamba': 'environment-file',
  'conda-incubator/setup-miniconda': 'environment-file',
};

const metadataSchema = z.object({
  inputs: z
    .record(z.string(), z.object({ default: z.union([z.string(), z.number(), z.boolean()]).default('') }))
    .default({}),
  runs: z.object({ main: z.string() }),
});

export type ResolvedAction =
  | {
      readonly kind: 'program';
      readonly name: string;
      /** Path of the program for Node. */
      readonly program: string;
      /** Input → default, which may hold expressions. */
      readonly defaults: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'setup'; readonly name: string; readonly packages: readonly string[] }
  | { readonly kind: 'conda'; readonly name: string; readonly input: string }
  | { readonly kind: 'unknown'; readonly name: string };

export async function resolveAction(uses: string): Promise<ResolvedAction> {
  const ownName = ownActionOf(uses);
  if (ownName !== undefined) return await resolveOwn(ownName);
  const name = uses.split('@')[0] ?? uses;
  const program = PROGRAMS[name];
  if (program !== undefined) return { kind: 'program', name, program, defaults: DEFAULTS[name] ?? {} };
  const conda = CONDA[name];
  if (conda !== undefined) return { kind: 'conda', name, input: conda };
  const packages = SETUPS[name];
  return packages === undefined ? { kind: 'unknown', name: uses } : { kind: 'setup', name, packages };
}

async function resolveOwn(name: string): Promise<ResolvedAction> {
  const metadata: unknown = parse(await readFile(join(own(name), 'action.yml'), 'utf8'));
  const { inputs, runs } = metadataSchema.parse(metadata);
  const defaults = Object.entries(inputs).map(
    ([input, { default: value }]) => [input, String(value)] as const,
  );
  return {
    kind: 'program',
    name,
    program: join(own(name), runs.main),
    defaults: Object.fromEntries(defaults),
  };
}
