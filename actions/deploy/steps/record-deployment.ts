/**
 * The deployment on the platform and in the ledger. The intent is written before anything is touched; a
 * final state is set whatever happens after.
 */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { serializeEvent, type LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { artifactName, ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import type { DeploymentRecord, RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import {
  deploymentTask,
  finalState,
  isSettled,
  supersededBy,
  type DeploymentPayload,
  type KnownDeployment,
} from '../../../src/shared/domain/rollout/rollout.ts';
import type { Deployments } from '../../../src/shared/ports/github.ts';
import type { DeployPorts } from '../ports.ts';

/** Newest first, back to the first that somebody made inactive: what is older was settled then. */
export async function listKnown(
  port: Deployments,
  environment: string,
  model: string,
): Promise<readonly KnownDeployment[]> {
  const known: KnownDeployment[] = [];
  for (const record of await port.list(environment, deploymentTask(model))) {
    const state = await port.state(record.id);
    known.push({ record, state });
    if (state === 'inactive') break;
  }
  return known;
}

export interface Intent {
  readonly model: string;
  readonly tag: string;
  readonly environment: string;
  readonly payload: DeploymentPayload;
  readonly context: RunContext;
}

export async function announce(port: Deployments, intent: Intent): Promise<DeploymentRecord> {
  const { model, tag, environment, payload, context } = intent;
  const record = await port.create({
    ref: tag,
    task: deploymentTask(model),
    environment,
    description: `${tag} to ${environment}`,
    // The run tells this deployment from an earlier one of the same version.
    payload: { ...payload, run: context.runId, attempt: context.runAttempt },
  });
  await port.setState(record.id, 'in_progress', {
    description: `${tag} is being deployed`,
    ...logUrl(context),
  });
  return record;
}

export interface Result {
  readonly record: DeploymentRecord;
  readonly known: readonly KnownDeployment[];
  readonly document: Deployment;
  readonly url: string | undefined;
  readonly context: RunContext;
}

/** Success leaves this one deployment active: the platform would leave replaced production deployments so. */
export async function settle(port: Deployments, result: Result): Promise<void> {
  const { record, known, document, url, context } = result;
  const state = finalState(document);
  const environmentUrl = state === 'success' && url !== undefined ? { environmentUrl: url } : {};
  await port.setState(record.id, state, {
    description: describe(document),
    ...environmentUrl,
    ...logUrl(context),
  });
  if (state !== 'success') return;
  for (const id of supersededBy(record.id, known)) {
    await port.setState(id, 'inactive', { description: `replaced by ${record.ref}` });
  }
}

/** After a defect or a cancellation: the record must not stay "in progress" for ever. Never throws. */
export async function abandon(
  port: Deployments,
  record: DeploymentRecord,
  context: RunContext,
): Promise<void> {
  try {
    if (isSettled(await port.state(record.id))) return;
    await port.setState(record.id, 'error', {
      description: 'the deployment was interrupted',
      ...logUrl(context),
    });
  } catch {
    // The error that brought us here is the one to report.
  }
}

function describe({ version, outcome, phases, previous }: Deployment): string {
  if (outcome === 'deployed') return `${version} is in service`;
  const failed = phases.find((phase) => phase.outcome === 'failed');
  const why = `${failed?.name ?? 'deployment'}: ${failed?.detail ?? 'failed'}`;
  return outcome === 'rolled-back' ? `returned to ${previous?.version ?? 'the version before'}; ${why}` : why;
}

function logUrl(context: RunContext): { readonly logUrl: string } {
  return { logUrl: runUrlOf(context) };
}

export interface LedgerEntry {
  readonly document: Deployment;
  readonly record: DeploymentRecord;
  readonly context: RunContext;
  readonly durationMs: number;
}

/** A ledger that cannot be written changes nothing about what serves: the event is kept as an artifact then. */
export async function enterLedger(ports: DeployPorts, entry: LedgerEntry): Promise<void> {
  const { document, record, context } = entry;
  const run = { id: context.runId, attempt: context.runAttempt };
  // One run may deploy to several environments.
  const event = `deployed-${document.environment.toLowerCase().replace(/[^a-z0-9]+/g, '-')}` as const;
  const path = ledgerPath({ model: document.model, event, at: record.createdAt, run });
  try {
    await ports.ledger.append(path, describeEvent(entry));
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    ports.log.warning(`ledger: ${path} was not written: ${error.message}`);
    await keepEvent(ports, entry, path);
  }
}

async function keepEvent(ports: DeployPorts, entry: LedgerEntry, path: string): Promise<void> {
  const { document, context } = entry;
  try {
    const folder = await ports.scratch('event');
    await folder.write(path, serializeEvent(describeEvent(entry)));
    const name = `${artifactName(document.model, context.runAttempt)}.deployed-${document.environment}`;
    await ports.artifactUploads.upload(name.replaceAll('/', '-'), folder.root, [path]);
    ports.log.notice(`ledger: the event is kept in the artifact ${name}`);
  } catch (error) {
    ports.log.warning(`ledger: the event could not be kept as an artifact either: ${String(error)}`);
  }
}

function describeEvent({ document, record, context, durationMs }: LedgerEntry): LedgerEvent {
  return {
    schema: 'model-steward/event/1',
    event: 'deployed',
    model: document.model,
    at: record.createdAt,
    deployment: document,
    envelope: envelopeOf(context, {
      document: { name: 'deployment.json', sha256: documentDigest(document) },
      startedAt: record.createdAt,
      durationMs,
    }),
  };
}
