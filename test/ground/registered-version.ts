/**
 * A version as the product leaves it, because the product makes it: evaluate computes the verdict, and register admits
 * it, claims the version, publishes the release and moves the stage. Only the questions before them are left out: in
 * which run the evidence lies, and whether the checkout is still the tree that was trained on.
 */
import type { RegisterInputs } from '../../actions/register/inputs.ts';
import type { RegisterPorts, RegisterStep } from '../../actions/register/ports.ts';
import { admit } from '../../actions/register/steps/admit.ts';
import { claimVersion } from '../../actions/register/steps/claim-version.ts';
import type { FoundEvidence } from '../../actions/register/steps/find-evidence.ts';
import { enterLedger } from '../../actions/register/steps/enter-ledger.ts';
import { moveStage } from '../../actions/register/steps/move-stage.ts';
import type { EvaluatedEvidence } from '../../actions/register/steps/open-evaluated-evidence.ts';
import { publishVersion } from '../../actions/register/steps/publish-release.ts';
import { requireReplaced } from '../../actions/register/steps/stage-policy.ts';
import { createModelFileUnpacker } from '../../src/shared/adapters/data/model-file-unpacker.ts';
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { createCacheFolders } from '../../src/shared/adapters/files/cache-folders.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import type { GitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { foundSuperiorTo } from '../../src/shared/domain/evaluation/found-superior.ts';
import type { WorkflowRun } from '../../src/shared/domain/kernel/platform.ts';
import { documentDigest } from '../../src/shared/domain/kernel/digest.ts';
import { versionTag } from '../../src/shared/domain/kernel/names.ts';
import { buildModelDocument } from '../../src/shared/domain/registry/model-document.ts';
import { OVERRIDE_VERDICT } from '../../src/shared/domain/supply-chain/decide-admission.ts';
import type { Clock } from '../../src/shared/ports/runner.ts';
import { createEvidenceReader, evaluateProposal } from '../../src/shared/usecases/evaluate-proposal.ts';
import { findChampion } from '../../src/shared/usecases/model-tags.ts';
import { scanModelFiles } from '../../src/shared/usecases/scan-model-files.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import { silentLog } from '../adapters/github/test-client.ts';
import { RELEASE_MANAGER } from './release-manager.ts';
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
  const evidence = await evaluateFound(step, request);
  const admitted = await admit(step, evidence, STAGE);
  if (admitted === 'no-gate') throw new Error('the configuration of a test: expected a gate, got none');
  const { confirmed, approval, overrides } = admitted;
  const { evaluation, reevaluation, shown } = confirmed;
  const superiorTo = foundSuperiorTo(confirmed.decisive);
  const options = {
    ...{ codeCommit: commit, mergedCommit: commit, superiorTo },
    evaluation: documentDigest(evaluation),
  };
  const { claim } = await claimVersion(step, evidence, options);
  const scan = await scanModelFiles(step.ports, evidence, step.model.config);
  const { document } = await publishVersion(step, {
    claim,
    evidence,
    confirmed,
    describe: (assets) =>
      buildModelDocument({
        ...{ model: step.model, version: claim.version, commit: claim.codeCommit, run, assets },
        ...{ evaluation, reevaluation, shown: shown?.description, answers: confirmed.answers },
        ...{ approval, overrides, unapproved: undefined, approvedChanges: undefined, scan },
      }),
  });
  const { version, commit: tagged } = claim;
  const checkAssigned = requireReplaced(confirmed, STAGE);
  await moveStage(step, { version, commit: tagged, operation: 'promote', stage: STAGE, checkAssigned });
  await enterLedger(step, {
    tag: versionTag(step.model.name, version),
    document,
    run,
    evaluation,
    reevaluation,
  });
  return document;
}

async function prepareRegister({
  github,
  clock,
  run,
  workspace,
  folder,
  version,
}: VersionToRegister): Promise<RegisterStep> {
  // A run of its own, as the path of its events in the ledger needs it.
  const started = clock.now();
  const runId = started.getTime();
  const ports: RegisterPorts = {
    ...github,
    workflows: {
      ...github.workflows,
      run: async (id) => {
        if (id !== runId) return await github.workflows.run(id);
        return { ...describeRun(run), id, createdAt: started.toISOString() };
      },
    },
    cacheFolders: createCacheFolders(folder),
    checkout: createCheckout(workspace, {}),
    clock,
    log: silentLog,
    scratch: createScratch(folder),
    tables: createTables(),
    unpacker: createModelFileUnpacker(),
    workspace: openFiles(workspace),
  };
  const workflowPath = '.github/workflows/promote.yml';
  const starter = { actor: RELEASE_MANAGER, triggeringActor: RELEASE_MANAGER };
  const context = runContext({ ...starter, workspace, tempDir: folder, workflowPath, runId });
  return await prepareStep({ inputs: { ...INPUTS, version }, context, ports });
}

const STAGE = 'production';
/** Before any run of register: evidence is older than what registers it. */
const LONG_AGO = '2020-01-01T00:00:00Z';

const INPUTS: RegisterInputs = {
  operation: 'register',
  model: undefined,
  configPath: undefined,
  stage: STAGE,
  version: undefined,
  at: undefined,
  filter: undefined,
  orderBy: undefined,
  limit: undefined,
  reason: undefined,
  dryRun: false,
  bump: 'minor',
  workflow: undefined,
  pullRequest: undefined,
  runId: undefined,
  issue: undefined,
  // Most grounds have no gate, or no rows for one: then the verdict is no pass, and is overridden as a person would.
  overrides: [OVERRIDE_VERDICT],
  overrideReason: 'the test is about what comes after the registration',
  labels: undefined,
  publishPredictions: true,
  token: 'given to the ports',
};

/** The evidence of a run that was started by hand, as evaluate sees it now. */
async function evaluateFound(
  step: RegisterStep,
  { run, evidence }: VersionToRegister,
): Promise<EvaluatedEvidence> {
  const { model, ports } = step;
  const files = openFiles(evidence);
  const champion = await findChampion(ports.tags, { model: model.name, stage: model.config.stage });
  const configurations = { base: model, head: model, changed: undefined };
  const reader = createEvidenceReader(ports, { run, files, labels: undefined });
  const shown = await evaluateProposal([reader], {
    configurations,
    gate: 'gate',
    opponents: { champion, anchor: undefined },
  });
  return { ...describeFound(run), run, files, others: [], shown, key: documentDigest(run) };
}

function describeRun({ source }: Pick<Run, 'source'>): WorkflowRun {
  return {
    ...{ id: 1, createdAt: LONG_AGO, attempt: 1, startedAt: LONG_AGO, isCompleted: true },
    ...{ event: 'push', headBranch: 'main', headSha: source.commit, headRepository: source.repository },
    ...{ workflowPath: '.github/workflows/train.yml', url: '' },
    ...{ actor: 'acme', triggeringActor: 'acme' },
  };
}

function describeFound(run: Run): FoundEvidence {
  const workflowRun = describeRun(run);
  const artifact = { id: 1, name: run.model, sizeBytes: 0, digest: undefined, expired: false };
  return {
    subject: { kind: 'manual', gate: 'gate', run: workflowRun },
    workflowRun,
    headSha: workflowRun.headSha,
    changedSince: [],
    fork: false,
    ...{ author: 'ann', proposal: undefined, headRuns: [], unclearBase: undefined, otherRefs: [] },
    protection: undefined,
    evidence: { ...artifact, expiresAt: undefined, createdAt: LONG_AGO },
    attempt: 1,
    evaluations: [],
  };
}
