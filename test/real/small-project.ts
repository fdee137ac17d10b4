/**
 * The sample project with a twentieth of its flights in the repository, so that nothing has to be fetched, and with a
 * gate that every model passes: how good models are, other suites ask.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { FIRST_MODEL_DAY } from '../demo/calendar.ts';
import { baseline } from '../demo/candidates.ts';
import { readInitialFiles, readModelFiles } from '../demo/repository-files.ts';
import { createSampleProject, type SampleProject } from '../demo/sample-project.ts';

const CONFIG = '.github/model-steward.yml';
const KEPT_FLIGHTS = 20;
const GATE = [
  { metric: 'roc_auc', 'at-least': 0.5 },
  { metric: 'log_loss', 'at-most': 1 },
];

export interface SmallProject {
  /** A working copy outside of the repository. */
  readonly sample: SampleProject;
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>;
}

export interface SmallProjectRequest {
  /** Sections of the model's configuration that replace those of the sample. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Paths of workflow files. */
  readonly workflows: readonly string[];
}

export async function createSmallProject(request: SmallProjectRequest): Promise<SmallProject> {
  const sample = await createSampleProject();
  await sample.run('fetch-data.mjs', ['train'], { FLIGHTS_TODAY: FIRST_MODEL_DAY });
  const initial = await readInitialFiles();
  const workflows = request.workflows.map(async (path) => [
    `.github/workflows/${basename(path)}`,
    await readFile(path, 'utf8'),
  ]);
  return {
    sample,
    files: {
      ...initial,
      ...(await readModelFiles(baseline)),
      [CONFIG]: configure(initial[CONFIG] ?? '', request.config),
      ...(Object.fromEntries(await Promise.all(workflows)) as Record<string, string>),
      'data/train.csv': await readThinned(sample, 'data/train.csv'),
      'data/holdout.csv': await readThinned(sample, 'data/holdout.csv'),
    },
  };
}

function configure(text: string, sections: SmallProjectRequest['config']): string {
  const { models } = parse(text) as { models: Record<string, object> };
  const model = { ...models['flight-delays'], gate: GATE, 'gate-retrain': GATE, ...sections };
  return stringify({ models: { 'flight-delays': model } }, { aliasDuplicateObjects: false });
}

async function readThinned({ folder }: SampleProject, path: string): Promise<string> {
  const [header, ...rows] = linesOf(await readFile(join(folder, path), 'utf8'));
  return `${[header, ...rows.filter((_, row) => row % KEPT_FLIGHTS === 0)].join('\n')}\n`;
}

export function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}
