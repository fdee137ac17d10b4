/** The deployment as an event of the ledger, and one before it that its run could not enter. */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { noticeMissingEvents } from '../../../src/shared/usecases/notice-missing-events.ts';
import { enterMissingEvent, appendOrKeepEvent } from '../../../src/shared/usecases/record-event.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import { deployedIn, ledgerPath, type LedgerFile } from '../../../src/shared/domain/kernel/names.ts';
import { describeFromRecord } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { readPayload } from '../../../src/shared/domain/rollout/known-deployments.ts';
import { findTagMark, type LedgerMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import { noticeRewrittenLedger } from '../../../src/shared/usecases/ledger-history.ts';
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

/** One request, which also says whether the ledger has begun, and has the event of what is in service. */
export async function noticeMissing(step: DeployStep, last: LastDeployment | undefined): Promise<void> {
  const { ledger, log, tags } = step.ports;
  await tryOrWarn(log, 'ledger: whether it has all events is not known', () =>
    noticeMissingEvents(step, (paths) => ledger.absent(paths, last && ledgerPath(last.file))),
  );
  const mark = findTagMark(step.model.name, await tags.known(step.model.name));
  await noticeRewrittenLedger(step.ports, [mark, last?.mark]);
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
  { known, inService }: Service,
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
