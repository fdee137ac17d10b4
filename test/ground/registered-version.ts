/**
 * A version as register leaves it, because register makes it: its claim, its plan of the assets, its release and its
 * move of the stage. Only the questions before them are left out: whose evidence it is, and whether it passed.
 */
import type { RegisterInputs } from '../../actions/register/inputs.ts';
import type { RegisterPorts, RegisterStep } from '../../actions/register/ports.ts';
import { claimVersion } from '../../actions/register/steps/claim-version.ts';
import { moveStage } from '../../actions/register/steps/move-stage.ts';
import type { EvaluatedEvidence } from '../../actions/register/steps/open-evidence.ts';
import { publishVersion } from '../../actions/register/steps/publish-release.ts';
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import type { GitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { STATISTICS_VERSION } from '../../src/shared/domain/evaluation/compute-evaluation.ts';
import { documentDigest } from '../../src/shared/domain/kernel/digest.ts';
import { buildModelDocument } from '../../src/shared/domain/registry/model-document.ts';
import type { Clock } from '../../src/shared/ports/runner.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import { silentLog } from '../adapters/github/test-client.ts';
import { runContext } from './run-context.ts';

export interface VersionToRegister {
  readonly github: GitHub;
  readonly clock: Clock;
  /** Folder of `run.json` and the files that it names. */
  readonly evidence: string;
  readonly run: Run;
  /** Folder with the configuration. */
  readonly workspace: string;
  /** Folder for what register writes on the way. */
  readonly folder: string;
  /** The commit of the code. */
  readonly commit: string;
  /** The next one by default. */
  readonly version?: string;
}

/** Registers the evidence, and gives the version the stage `production`. */
export async function registerVersion(request: VersionToRegister): Promise<ModelVersion> {
  const { run, commit } = request;
  const step = await prepareRegister(request);
  const evaluation = passedEvaluation(run);
  const evidence = describeFound(request, evaluation);
  const claim = await claimVersion(step, evidence, commit);
  const { document } = await publishVersion(step, {
    claim,
    evidence,
    confirmed: { reevaluation: undefined, decisive: evaluation, champion: undefined, championChanged: false },
    describe: (assets) =>
      buildModelDocument({
        ...{ model: step.model, version: claim.version, commit: claim.codeCommit, run, assets },
        ...{ evaluation, reevaluation: undefined, overrides: [] },
        approval: { kind: 'manual', reviewers: [], runId: 1, runAttempt: 1 },
      }),
  });
  const { version, commit: tagged } = claim;
  const move = { version, commit: tagged, operation: 'promote', checkAssigned: () => undefined } as const;
  await moveStage(step, { ...move, stage: 'production' });
  return document;
}

async function prepareRegister({
  github,
  clock,
  workspace,
  folder,
  version,
}: VersionToRegister): Promise<RegisterStep> {
  const ports: RegisterPorts = {
    ...github,
    checkout: createCheckout(workspace, {}),
    clock,
    log: silentLog,
    scratch: createScratch(folder),
    tables: createTables(),
    workspace: openFiles(workspace),
  };
  const context = runContext({ workspace, tempDir: folder, workflowPath: '.github/workflows/promote.yml' });
  return await prepareStep({ inputs: { ...INPUTS, version }, context, ports });
}

const INPUTS: RegisterInputs = {
  operation: 'register',
  model: undefined,
  configPath: undefined,
  stage: 'production',
  version: undefined,
  bump: 'minor',
  workflow: undefined,
  pullRequest: undefined,
  runId: undefined,
  issue: undefined,
  overrides: [],
  overrideReason: undefined,
  labels: undefined,
  publishPredictions: true,
  token: 'given to the ports',
};

/** Evidence of a run that was started by hand; claim and publication read the documents and the files alone. */
function describeFound({ run, evidence }: VersionToRegister, evaluation: Evaluation): EvaluatedEvidence {
  const workflowRun = {
    ...{ id: 1, attempt: 1, event: 'workflow_dispatch', headSha: run.source.commit, headBranch: 'main' },
    ...{ headRepository: run.source.repository, workflowPath: '.github/workflows/retrain.yml' },
    ...{ actor: 'octocat', url: '' },
  };
  const artifact = { id: 1, name: run.model, sizeBytes: 0, digest: undefined, expired: false };
  return {
    subject: { kind: 'manual', run: workflowRun },
    workflowRun,
    headSha: workflowRun.headSha,
    fork: false,
    evidence: { ...artifact, expiresAt: undefined, createdAt: '' },
    attempt: 1,
    evaluations: [],
    run,
    evaluation,
    files: openFiles(evidence),
    key: documentDigest(evaluation),
  };
}

function passedEvaluation(run: Run): Evaluation {
  return {
    schema: 'model-steward/evaluation/1',
    statistics: STATISTICS_VERSION,
    model: run.model,
    task: 'binary',
    run: documentDigest(run),
    ...(run.modelSet !== undefined && { modelDigest: run.modelSet.digest }),
    gate: { name: 'gate', sha256: run.inputs.gate },
    metrics: [],
    rules: [],
    verdict: 'pass',
    reason: 'rules-passed',
  };
}
