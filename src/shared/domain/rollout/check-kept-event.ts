/**
 * Whether an event that an artifact kept may be entered. Any code of a run can upload an artifact under any name, so the
 * run has to be one of protected code, and the event has to say what the repository shows: the version, the move of the
 * stage, the deployment (docs/lifecycle.md#a-write-that-is-refused).
 */
import { documentDigest } from '../kernel/digest.ts';
import type { LedgerEvent } from '../documents/event.ts';
import {
  deployedIn,
  ledgerPath,
  movedTo,
  parseLedgerPath,
  stageTagPrefix,
  versionTag,
  type LedgerFile,
} from '../kernel/names.ts';
import type { Tag, WorkflowRun } from '../kernel/platform.ts';
import { parseInstant } from '../kernel/time.ts';
import { isPullRequest } from '../kernel/trigger.ts';
import { readTagMessage } from '../registry/tag-message.ts';
import type { DeploymentPayload } from './known-deployments.ts';

/**
 * How many runs one step looks at: each costs four requests, until its artifacts expire, whether its events were entered
 * or not. What an artifact holds only its content says.
 */
const MAX_RUNS = 3;

/**
 * Others in each run, so that in the end each is looked at, however many there are.
 * @param runs that kept an event, without repetition. @returns at most three of them, oldest first.
 */
export function chooseRuns(runs: readonly number[], ownRun: number): readonly number[] {
  const sorted = [...runs].sort((left, right) => left - right);
  const start = sorted.length <= MAX_RUNS ? 0 : ownRun % sorted.length;
  const turned = [...sorted.slice(start), ...sorted.slice(0, start)];
  return turned.slice(0, MAX_RUNS).sort((left, right) => left - right);
}

/** Why a run is not asked for events; undefined when it may be. */
export function findUntrustedRun(
  run: WorkflowRun,
  protectedBy: { readonly repository: string; readonly branch: string; readonly hasWorkflow: boolean },
): string | undefined {
  if (run.headRepository?.toLowerCase() !== protectedBy.repository.toLowerCase()) return 'it is of a fork';
  if (isPullRequest(run.event) || run.event === 'pull_request_target') return 'it is of a pull request';
  if (run.headBranch !== protectedBy.branch) return `it is not of the branch ${protectedBy.branch}`;
  if (!protectedBy.hasWorkflow) return `${run.workflowPath} is not on the branch ${protectedBy.branch}`;
  return undefined;
}

/** GitHub ends a run after 35 days. */
const LONGEST_RUN_MS = 35 * 24 * 60 * 60 * 1000;

/** What the repository shows about an event. */
export interface RepositoryState {
  readonly run: Pick<WorkflowRun, 'id' | 'attempt' | 'startedAt'>;
  /** The tag of `versionOf` the event, and that of the move of its stage. */
  readonly versionTag: Tag | undefined;
  readonly stageTag: Tag | undefined;
  readonly deployment: DeploymentPayload | undefined;
}

/** The version that an event is about. */
export function versionOf(event: LedgerEvent): string {
  switch (event.event) {
    case 'registered':
      return event.version.version;
    case 'promoted':
    case 'rolled-back':
      return event.stage.version;
    case 'deployed':
      return event.deployment.version;
    case 'checked':
      return event.check.version;
  }
}

/** The file that the artifact names; undefined when it is no file of this event and this run. */
export function findKeptFile(
  event: LedgerEvent,
  path: string,
  run: RepositoryState['run'],
): LedgerFile | undefined {
  const file = { model: event.model, event: nameOf(event), at: event.at };
  const place = parseLedgerPath(path, file);
  if (place?.run.id !== run.id || place.run.attempt > run.attempt) return undefined;
  const found = { ...file, run: place.run, ...(place.copy > 1 && { copy: place.copy }) };
  // Year and month are those of the event.
  return ledgerPath(found) === path ? found : undefined;
}

function nameOf(event: LedgerEvent): LedgerFile['event'] {
  switch (event.event) {
    case 'registered':
    case 'checked':
      return event.event;
    case 'promoted':
    case 'rolled-back':
      return movedTo(event.event, event.stage.name);
    case 'deployed':
      return deployedIn(event.deployment.environment);
  }
}

/** @returns what the repository shows otherwise; undefined when the event fits. */
export function findContradiction(event: LedgerEvent, state: RepositoryState): string | undefined {
  const { versionTag: tag, run } = state;
  const version = versionOf(event);
  if (event.envelope.run.id !== run.id) return `it is of run ${event.envelope.run.id}`;
  // The other way around, what is no time would pass.
  if (!(parseInstant(event.at) <= parseInstant(run.startedAt) + LONGEST_RUN_MS))
    return `its date ${event.at} is long after its run`;
  if (tag === undefined) return `there is no tag ${versionTag(event.model, version)}`;
  const tagged = readTagMessage(tag.message);
  switch (event.event) {
    case 'registered': {
      const { evaluation, run: trained, modelDigest } = event.version;
      const digests = [documentDigest(event.evaluation), documentDigest(event.run)];
      const ofTag = [tagged.evaluation, tagged.evidence];
      const named = [evaluation.sha256, trained];
      const isSame = modelDigest === tagged.modelDigest && named.every((one, at) => one === ofTag[at]);
      const holdsThem = named.every((one, at) => one === digests[at]);
      return isSame && holdsThem && isMadeBy(tagged.run, run) ? undefined : `${tag.name} says something else`;
    }
    case 'promoted':
    case 'rolled-back': {
      const { name, tag: stageTag } = event.stage;
      const { stageTag: found } = state;
      const isMove = found?.commit === tag.commit && stageTag.startsWith(stageTagPrefix(event.model, name));
      if (found === undefined || !isMove) return `there is no tag ${stageTag} of ${version}`;
      const message = readTagMessage(found.message);
      const isRollback = message.operation === 'rollback';
      const isSame = isRollback === (event.event === 'rolled-back') && isMadeBy(message.run, run);
      return isSame ? undefined : `${stageTag} says something else`;
    }
    case 'deployed': {
      const { deploymentId, modelDigest } = event.deployment;
      const { deployment: made } = state;
      const isSame = made?.run === run.id && made.version === version && made.modelDigest === modelDigest;
      if (!isSame)
        return `deployment ${deploymentId ?? '(without a number)'} is none of this run and version`;
      return modelDigest === tagged.modelDigest ? undefined : `${tag.name} says something else`;
    }
    case 'checked':
      return undefined;
  }
}

/** @param madeBy the address of an attempt, as a tag names it. */
function isMadeBy(madeBy: string | undefined, { id }: RepositoryState['run']): boolean {
  return madeBy !== undefined && new RegExp(`/actions/runs/${id}/attempts/\\d+$`).test(madeBy);
}
