/**
 * Enters events that an earlier run could not write and kept in an artifact. Called by each action that writes the
 * ledger, so that the next run of any of them completes it (docs/lifecycle.md#a-write-that-is-refused). One request where
 * no run kept an event. Nothing that goes wrong here fails a step.
 */
import { isKnownEvent, isWritable, parseEvent, type LedgerEvent } from '../domain/documents/event.ts';
import { StewardError } from '../domain/kernel/errors.ts';
import { documentDigest } from '../domain/kernel/digest.ts';
import { eventArtifactName, ledgerPath, versionTag, type LedgerFile } from '../domain/kernel/names.ts';
import { repositoryOf } from '../domain/kernel/origin.ts';
import type { Artifact, ListedArtifact, RunContext, WorkflowRun } from '../domain/kernel/platform.ts';
import {
  chooseRuns,
  findContradiction,
  findKeptFile,
  findUntrustedRun,
  versionOf,
  type RepositoryState,
} from '../domain/rollout/check-kept-event.ts';
import { deploymentTask, readPayload } from '../domain/rollout/known-deployments.ts';
import type {
  Artifacts,
  Contents,
  Deployments,
  Ledger,
  Repositories,
  Tags,
  Workflows,
} from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import type { Files, Scratch } from '../ports/workspace.ts';
import { attemptAsLastResort } from './attempt.ts';
import { appendEvent } from './record-event.ts';

export interface KeptEventPorts {
  readonly artifacts: Artifacts;
  readonly contents: Pick<Contents, 'fileAt'>;
  readonly deployments: Pick<Deployments, 'list'>;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly repositories: Pick<Repositories, 'defaultBranch' | 'commitsBetween'>;
  readonly scratch: Scratch;
  readonly tags: Pick<Tags, 'get'>;
  readonly workflows: Pick<Workflows, 'run'>;
}

export interface KeptEventStep {
  readonly context: Pick<RunContext, 'repository' | 'runId'>;
  readonly ports: KeptEventPorts;
}

export async function enterKeptEvents(step: KeptEventStep, model: string): Promise<void> {
  const { log } = step.ports;
  const done = await attemptAsLastResort(async () => {
    // One run after the other: what one of them left must not keep the events of the others out.
    for (const runId of await findRuns(step, model)) {
      const entered = await attemptAsLastResort(() => enterEventsOf(step, { model, runId }));
      if (!entered.ok)
        log.notice(`ledger: whether run ${runId} kept events is not known: ${describe(entered.error)}`);
    }
  });
  if (done.ok) return;
  log.notice(
    `ledger: whether an earlier run kept events in an artifact is not known: ${describe(done.error)}`,
  );
}

function describe(error: unknown): string {
  return error instanceof StewardError ? error.message : String(error);
}

/** Runs of the default branch that kept an event, as many as one step looks at. */
async function findRuns(
  { context, ports: { artifacts, repositories } }: KeptEventStep,
  model: string,
): Promise<readonly number[]> {
  const listed = (await artifacts.named(eventArtifactName(model))).filter(isUsable);
  if (listed.length === 0) return [];
  const branch = await repositories.defaultBranch();
  const runs = new Set(listed.filter(({ run }) => run.headBranch === branch).map(({ run }) => run.id));
  return chooseRuns([...runs], context.runId);
}

function isUsable({ expired, run }: ListedArtifact): boolean {
  return !expired && !run.fork;
}

interface KeptBy {
  readonly model: string;
  readonly runId: number;
}

async function enterEventsOf(step: KeptEventStep, { model, runId }: KeptBy): Promise<void> {
  const { artifacts, log, workflows } = step.ports;
  const run = await workflows.run(runId);
  const untrusted = await describeUntrusted(step, run);
  if (untrusted !== undefined) {
    log.notice(`ledger: events that run ${runId} kept are not entered: ${untrusted}`);
    return;
  }
  const name = eventArtifactName(model);
  const kept = (await artifacts.ofRun(runId)).filter(
    (artifact) => artifact.name === name || artifact.name.startsWith(`${name}-`),
  );
  for (const artifact of kept.sort((left, right) => left.id - right.id))
    await enterArtifact(step, artifact, { model, run });
}

/** The commit counts, and not the name of a branch, which a tag can have too. */
async function describeUntrusted(
  { context, ports }: KeptEventStep,
  run: WorkflowRun,
): Promise<string | undefined> {
  const branch = await ports.repositories.defaultBranch();
  const ref = `refs/heads/${branch}`;
  const hasWorkflow = (await ports.contents.fileAt(run.workflowPath, ref)) !== undefined;
  const untrusted = findUntrustedRun(run, { repository: repositoryOf(context), branch, hasWorkflow });
  if (untrusted !== undefined) return untrusted;
  const beyond = await ports.repositories.commitsBetween(ref, run.headSha);
  return beyond.length === 0 ? undefined : `its commit is not on the branch ${branch}`;
}

async function enterArtifact(
  { ports }: KeptEventStep,
  artifact: Artifact,
  { model, run }: { readonly model: string; readonly run: WorkflowRun },
): Promise<void> {
  const where = `ledger: the artifact ${artifact.name} of run ${run.id}`;
  const folder = await ports.scratch('kept-event');
  await ports.artifacts.download(artifact, folder);
  const read = await attemptAsLastResort(() => readKept(folder, { model, run, where }));
  const kept = read.ok ? read.value : undefined;
  if (kept !== undefined && (await isEntered(ports.ledger, kept))) return;
  const wrong =
    kept === undefined
      ? 'expected one event of this run, got something else'
      : findContradiction(kept.event, await readState(ports, kept.event, run));
  if (kept === undefined || wrong !== undefined) {
    ports.log.warning(`${where} is not entered: ${wrong}`);
    return;
  }
  if (!isWritable(kept.event)) {
    ports.log.notice(`${where} is of a newer version of Model Steward, whose next step enters it`);
    return;
  }
  if (!(await appendEvent(ports, kept.file, kept.event))) return;
  ports.log.notice(`ledger: ${ledgerPath(kept.file)} is entered now; its run could not write it`);
}

/** By its content: a file with the number of the run in its name can be anything. */
async function isEntered(ledger: Ledger, { file, event }: KeptEvent): Promise<boolean> {
  const found = await attemptAsLastResort(() => ledger.read(ledgerPath(file)));
  return found.ok && found.value !== undefined && documentDigest(found.value) === documentDigest(event);
}

interface KeptEvent {
  readonly event: LedgerEvent;
  readonly file: LedgerFile;
}

async function readKept(
  folder: Files,
  { model, run, where }: { readonly model: string; readonly run: WorkflowRun; readonly where: string },
): Promise<KeptEvent | undefined> {
  const [path, ...others] = await folder.match(['**']);
  if (path === undefined || others.length > 0) return undefined;
  const event = parseEvent(await folder.read(path), where);
  if (!isKnownEvent(event) || event.model !== model) return undefined;
  const file = findKeptFile(event, path, run);
  return file && { event, file };
}

/** By what the event carries, whatever its kind. */
async function readState(
  { deployments, tags }: KeptEventPorts,
  event: LedgerEvent,
  run: WorkflowRun,
): Promise<RepositoryState> {
  return {
    run,
    versionTag: await tags.get(versionTag(event.model, versionOf(event))),
    stageTag: 'stage' in event ? await tags.get(event.stage.tag) : undefined,
    deployment: 'deployment' in event ? await readDeployment(deployments, event.deployment) : undefined,
  };
}

async function readDeployment(
  deployments: Pick<Deployments, 'list'>,
  { model, environment, deploymentId }: Extract<LedgerEvent, { event: 'deployed' }>['deployment'],
): Promise<RepositoryState['deployment']> {
  const known = await deployments.list(environment, deploymentTask(model));
  const record = known.find(({ id, isByHand }) => id === deploymentId && !isByHand);
  return record && readPayload(record);
}
