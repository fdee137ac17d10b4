/** The deployment as an event of the ledger, and one before it that its run could not enter. */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import { enterMissingEvent, appendOrKeepEvent } from '../../../src/shared/usecases/record-event.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import { deployedIn, ledgerPath, type LedgerFile } from '../../../src/shared/domain/kernel/names.ts';
import { describeFromRecord } from '../../../src/shared/domain/rollout/deployment-document.ts';
import {
  hasEnded,
  readPayload,
  type KnownDeployment,
} from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { LedgerMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import type { DeployStep } from '../ports.ts';
import type { Service } from './find-service.ts';

export async function enterLedger(
  step: DeployStep,
  document: Deployment,
  { record, round }: { readonly record: DeploymentRecord; readonly round: number },
): Promise<void> {
  const { ports, context } = step;
  const run = { id: context.runId, attempt: context.runAttempt };
  await appendOrKeepEvent(
    ports,
    fileOf(document, record, { run, round }),
    describeEvent(step, document, record),
  );
}

/** What is in service, as the event that its run should have entered. */
export interface LastDeployment {
  readonly file: LedgerFile;
  readonly event: LedgerEvent;
  readonly deploymentId: number;
  /** What it remembers of the ledger. */
  readonly mark: LedgerMark | undefined;
}

/** @returns undefined where nothing is in service, or another tool put it there. */
export function findLastDeployment(
  step: DeployStep,
  { known, inService }: Pick<Service, 'known' | 'inService'>,
): LastDeployment | undefined {
  const record = known.find(({ record: { id } }) => id === inService?.deploymentId)?.record;
  const document = record && describeFromRecord(step.model.name, record);
  const { run: id, attempt, round = 1, ledger } = (record && readPayload(record)) ?? {};
  if (document === undefined || record === undefined || id === undefined || attempt === undefined)
    return undefined;
  return {
    file: fileOf(document, record, { run: { id, attempt }, round }),
    event: describeEvent(step, document, record),
    deploymentId: record.id,
    mark: ledger === undefined ? undefined : { commit: ledger, by: `deployment ${record.id}` },
  };
}

/** The run of what is in service may have ended before it wrote its event: nothing else would ever enter it. */
export async function enterMissing(
  { ports }: DeployStep,
  { file, event, deploymentId }: LastDeployment,
): Promise<void> {
  await enterMissingEvent(ports, file, {
    event,
    isOf: (existing) => existing.event === 'deployed' && existing.deployment.deploymentId === deploymentId,
  });
}

/** Where the event of a deployment stands that has ended. @returns undefined where no run of this action made it. */
export function pathOfEnded(model: string, { record, status }: KnownDeployment): string | undefined {
  const { run: id, attempt, round = 1 } = readPayload(record) ?? {};
  if (!hasEnded(status?.state) || id === undefined || attempt === undefined) return undefined;
  return ledgerPath(
    fileOf({ model, environment: record.environment }, record, { run: { id, attempt }, round }),
  );
}

/** One run may deploy to several environments, and more than once when it is overtaken. */
function fileOf(
  { model, environment }: Pick<Deployment, 'model' | 'environment'>,
  { createdAt: at }: DeploymentRecord,
  { run, round }: { readonly run: LedgerFile['run']; readonly round: number },
): LedgerFile {
  const event = deployedIn(environment);
  return { model, event, at, run, ...(round > 1 && { copy: round }) };
}

function describeEvent(step: DeployStep, document: Deployment, record: DeploymentRecord): LedgerEvent {
  return {
    schema: 'model-steward/event/1',
    event: 'deployed',
    model: document.model,
    at: record.createdAt,
    deployment: document,
    envelope: envelopeOf(step.context, {
      document: { name: 'deployment.json', sha256: documentDigest(document) },
      startedAt: step.started.at.toISOString(),
      durationMs: elapsedMs(step),
    }),
  };
}
