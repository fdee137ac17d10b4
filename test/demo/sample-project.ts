/**
 * A working copy of the sample project outside of the repository, and its own commands run in it: what is
 * measured and what the demo plays is what a user would run.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Candidate } from './candidates.ts';

export const repositoryRoot = join(import.meta.dirname, '..', '..');
export const samplePath = join(repositoryRoot, 'workflows-examples', 'flight-delays');
/** What a run leaves behind; the sample's .gitignore names the same. */
export const generatedNames: ReadonlySet<string> = new Set([
  'node_modules',
  'data',
  'model',
  '__pycache__',
  'metrics.json',
  'example.json',
  'predictions.csv',
]);

export async function copySample(target: string): Promise<void> {
  await cp(samplePath, target, { recursive: true, filter: (path) => !generatedNames.has(basename(path)) });
}

/** Stands in for `npm ci`: the packages of the sample are pinned to the same versions in this repository. */
export async function linkPackages(folder: string): Promise<void> {
  await symlink(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
}

export async function setFeatures(folder: string, candidate: Candidate): Promise<void> {
  const path = join(folder, 'params.json');
  await writeFile(path, withFeatures(await readFile(path, 'utf8'), candidate));
}

/** The text of params.json with other features and nothing else changed, so that a pull request shows one line. */
export function withFeatures(params: string, { features }: Candidate): string {
  const list = features.map((feature) => JSON.stringify(feature)).join(', ');
  return params.replace(/("features": )\[[^\]]*\]/, `$1[${list}]`);
}

export interface SampleProject extends AsyncDisposable {
  readonly folder: string;
  /** Runs one of the sample's scripts with Node. */
  readonly run: (script: string, args?: readonly string[], environment?: NodeJS.ProcessEnv) => Promise<void>;
}

/** The sample in a new temporary folder, which is removed when disposed of. */
export async function createSampleProject(): Promise<SampleProject> {
  const folder = await mkdtemp(join(tmpdir(), 'flight-delays-'));
  await copySample(folder);
  await linkPackages(folder);
  return {
    folder,
    run: async (script, args = [], environment = {}) => {
      await promisify(execFile)(process.execPath, [script, ...args], {
        cwd: folder,
        env: { ...process.env, ...environment },
      });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
