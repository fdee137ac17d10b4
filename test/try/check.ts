/** `npm run check-repository -- <folder>`: what a run would find wrong, and what each rule will mean, before one is started. */
import { join } from 'node:path';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import type { ModelConfig } from '../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { predictionOptions } from '../../src/shared/domain/evaluation/predictions.ts';
import { hasGrouping, readGrouping } from '../../src/shared/domain/evaluation/read-groups.ts';
import { CONFIG_PATH, type ActionName } from '../../src/shared/domain/kernel/names.ts';
import { checkSetup } from '../../src/shared/domain/setup/check-setup.ts';
import type { ActionContract, ActionContracts } from '../../src/shared/domain/setup/check-workflow.ts';
import { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import type { Holdout } from '../../src/shared/domain/setup/explain-gate.ts';
import { severities, type SetupFinding } from '../../src/shared/domain/setup/setup-finding.ts';
import type { Files } from '../../src/shared/ports/workspace.ts';
import { permissions } from '../../src/shared/runtime/permissions.ts';
import { repositoryRoot } from '../demo/sample-project.ts';
import { readActionManifest } from '../tools/action-manifest.ts';
import { defaultBranchOf } from './git.ts';
import { evaluateLyingPredictions } from './lying-predictions.ts';
import { repositoryRootOf, surveyRepository } from './survey.ts';

/** @throws Error for a folder that is not the root of a repository. */
export async function checkRepository(folder: string): Promise<readonly SetupFinding[]> {
  const root = await repositoryRootOf(folder);
  const survey = await surveyRepository(root);
  const config = survey.read(CONFIG_PATH);
  const found = checkSetup({
    survey,
    contracts: await readContracts(),
    holdouts: await readHoldouts(root, config),
    defaultBranch: await defaultBranchOf(root),
  });
  const ofPredictions: SetupFinding[] = [];
  for (const [name, model] of Object.entries(modelsOf(config)))
    ofPredictions.push(...(await evaluateLyingPredictions({ root, name, model })));
  return [...found, ...ofPredictions];
}

async function readContracts(): Promise<ActionContracts> {
  const [train, evaluate, register, deploy, monitor] = await Promise.all([
    readContract('train'),
    readContract('evaluate'),
    readContract('register'),
    readContract('deploy'),
    readContract('monitor'),
  ]);
  return { train, evaluate, register, deploy, monitor };
}

async function readContract(name: ActionName): Promise<ActionContract> {
  const { inputs } = await readActionManifest(join(repositoryRoot, 'actions', name, 'action.yml'));
  return { inputs: inputs.map((input) => input.name), permissions: permissions[name] };
}

/** Rows that a step fetches are not there. Of rows that cannot be read, the error says why. */
async function readHoldouts(
  root: string,
  config: string | undefined,
): Promise<ReadonlyMap<string, NonNullable<Holdout>>> {
  const sizes = new Map<string, NonNullable<Holdout>>();
  for (const [name, model] of Object.entries(modelsOf(config))) {
    const found = await readHoldout(root, model);
    if (found !== undefined) sizes.set(name, found);
  }
  return sizes;
}

function modelsOf(config: string | undefined): Readonly<Record<string, ModelConfig>> {
  try {
    return config === undefined ? {} : parseConfig(config).models;
  } catch {
    return {};
  }
}

async function readHoldout(root: string, model: ModelConfig): Promise<Holdout> {
  const { score } = model;
  if (score === undefined || model.predictions === undefined) return undefined;
  const files = openFiles(root);
  if (!(await files.exists(score.data))) return undefined;
  try {
    return await measureHoldout(files, model);
  } catch (error) {
    if (error instanceof StewardError) return error;
    throw error;
  }
}

async function measureHoldout(files: Files, model: ModelConfig): Promise<Holdout> {
  const { score, predictions } = model;
  if (score === undefined || predictions === undefined) return undefined;
  const table = await createTables().read(files, score.data, predictionOptions(model));
  const isByRow = predictions.group === undefined && predictions.time === undefined;
  if (!isByRow && !hasGrouping(table, predictions)) return { rowCount: table.rowCount, groups: undefined };
  const { unit, column, count } = readGrouping(table, predictions, score.data);
  return { rowCount: table.rowCount, groups: { unit, column, count } };
}

const MARKS: Readonly<Record<SetupFinding['severity'], string>> = {
  error: '✗ error',
  warning: '! warning',
  note: '· note',
};

/** Errors first; each with the file and what to change there. */
export function describeFindings(findings: readonly SetupFinding[]): readonly string[] {
  const ordered = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const count = (severity: SetupFinding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return [
    ...ordered.flatMap(({ severity, where, message, hint }) => [
      `${MARKS[severity]}  ${where}: ${message}`,
      ...(hint === undefined ? [] : [`    ${hint}`]),
    ]),
    '',
    `${countOf(count('error'), 'error')}, ${countOf(count('warning'), 'warning')}.`,
  ];
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
