/** The files of the story's repository: the sample project, with the example workflows where GitHub looks for them. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { generatedNames, repositoryRoot, samplePath, withFeatures } from './sample-project.ts';
import type { Candidate } from './candidates.ts';

export const workflowNames = [
  'pull-request.yml',
  'promote-on-merge.yml',
  'monitor.yml',
  'retrain.yml',
] as const;
export type WorkflowName = (typeof workflowNames)[number];

/**
 * The first pull request brings these. Everything else is there from the start, the score command too: a pull request that
 * brings the score command of its own evaluation needs an approval.
 */
const MODEL_CODE = /^(?:train|serve)\.mjs$|^lib\/|^params\.json$/;

type RepositoryFiles = Readonly<Record<string, string>>;

/** What the repository holds before anybody has trained anything. */
export async function readInitialFiles(): Promise<RepositoryFiles> {
  const files = Object.entries(await readSample()).filter(([path]) => !MODEL_CODE.test(path));
  const workflows = workflowNames.map(async (name): Promise<[string, string]> => {
    const text = await readFile(join(repositoryRoot, 'workflows-examples', name), 'utf8');
    return [workflowPath(name), text];
  });
  return Object.fromEntries([...files, ...(await Promise.all(workflows))]);
}

/** The code of the model, with the features of a candidate. */
export async function readModelFiles(candidate: Candidate): Promise<RepositoryFiles> {
  const files = Object.entries(await readSample()).filter(([path]) => MODEL_CODE.test(path));
  return { ...Object.fromEntries(files), ...(await readParams(candidate)) };
}

/** All that a later pull request changes. */
export async function readParams(candidate: Candidate): Promise<RepositoryFiles> {
  const text = await readFile(join(samplePath, 'params.json'), 'utf8');
  return { 'params.json': withFeatures(text, candidate) };
}

/** The configuration as the player wrote it into the repository, with lines replaced. @throws when a line is not there. */
export function editConfig(text: string, edits: readonly (readonly [from: string, to: string])[]): string {
  let edited = text;
  for (const [from, to] of edits) {
    if (!edited.includes(from)) throw new Error(`${CONFIG_PATH}: expected "${from}", got no such text`);
    edited = edited.replace(from, to);
  }
  return edited;
}

export function workflowPath(name: WorkflowName): string {
  return `.github/workflows/${name}`;
}

async function readSample(): Promise<RepositoryFiles> {
  const entries = await readdir(samplePath, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(samplePath, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split('/').some((part) => generatedNames.has(part)));
  const files = paths.map(async (path): Promise<[string, string]> => [
    path,
    await readFile(join(samplePath, path), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(files));
}
