/** What a pull request changes about its own evaluation; its comment says so first (docs/lifecycle.md#a-pull-request-that-changes-its-own-evaluation). */
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { selectModel } from '../../../src/shared/domain/config/select-model.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import type { PipelineRecord } from '../../../src/shared/domain/documents/pipeline-record.ts';
import { mergedWithPipelineOfRun } from '../../../src/shared/domain/supply-chain/adopted-outputs.ts';
import type { OtherRows } from '../../../src/shared/domain/supply-chain/held-out-rows.ts';
import { findUnclearBase } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import type { ReadsOfRuns } from '../../../src/shared/domain/supply-chain/reads-of-runs.ts';
import { withEvidenceWorkflow, type Protection } from '../../../src/shared/domain/supply-chain/protection.ts';
import type { ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { confirmMergedUntil } from '../../../src/shared/usecases/confirm-merged-until.ts';
import { findMergedChanges } from '../../../src/shared/usecases/find-merged-changes.ts';
import { findOtherRefs } from '../../../src/shared/usecases/find-other-refs.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { readProtection } from '../../../src/shared/usecases/read-protection.ts';
import type { PullRequestSubject } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';

/** In the run of the pull request, whose configuration is checked out. */
export async function protectionOf(step: EvaluateStep, pull: PullRequestSubject): Promise<Protection> {
  const { inputs, model, config, context, ports } = step;
  const { configPath, labels } = inputs;
  const repository = repositoryOf(context);
  const protection = await readProtection(ports, {
    ...{ pull: pull.number, commit: pull.baseSha, head: pull.headSha, ...askedBranch(pull) },
    ...{ configPath, labels, model, config },
    ...{ workflows: workflowOf(context.workflowPath), repository, isCheckedOut: true },
  });
  const now = ports.clock.now().toISOString();
  const whole = withEvidenceWorkflow(withUnclearBase(protection, pull, now), context.workflowPath);
  if (pull.isFork) return whole;
  const workflows = workflowOf(context.workflowPath);
  const otherRefs = await findOtherRefs(ports, {
    ...{ repository, workflows, commit: context.sha, isCheckedOut: true },
    ...{ config: model.config, configPath },
  });
  return { ...whole, otherRefs };
}

interface ReplacedBy {
  readonly pull: PullRequestSubject;
  readonly protection: Protection;
  /** The version that its registration would replace. */
  readonly replaced: ResolvedStage | undefined;
  /** As `run.json` has it. */
  readonly pipeline: PipelineRecord | undefined;
  /** Rows that are not those of that version. */
  readonly otherRows: OtherRows | undefined;
  readonly reads: ReadsOfRuns;
}

/** With what was merged before it since the version that it replaces. A fork registers nothing. */
export async function withMergedChanges(
  { inputs, model, config, context, ports }: EvaluateStep,
  { pull, protection, replaced, pipeline, otherRows, reads }: ReplacedBy,
): Promise<Protection> {
  if (replaced === undefined || pull.isFork) return protection;
  const { configPath, labels } = inputs;
  const merged = await findMergedChanges(ports, {
    ...{
      since: await confirmMergedUntil(ports, replaced),
      commit: protection.commit,
      base: protection.base,
      branch: pull.baseRef,
      gate: 'gate',
    },
    ...{ configPath, labels, model, config, author: pull.author, otherRows, reads },
    ...{ workflows: workflowOf(context.workflowPath), repository: repositoryOf(context) },
  });
  return { ...protection, merged: mergedWithPipelineOfRun(merged, pipeline) };
}

/**
 * In `mode: comment`, where the default branch is checked out: the configuration of the pull request is only compared,
 * and evaluates nothing, since it could name any file of this job.
 */
export async function protectionOfForeign(
  step: EvaluateStep,
  pull: PullRequestSubject,
  workflowRun: WorkflowRun,
): Promise<Protection | undefined> {
  const { inputs, model, context, ports } = step;
  const { configPath, labels } = inputs;
  const path = configPathOf(configPath);
  const head = await attempt(async () => {
    const text = await ports.contents.fileAt(path, pull.headSha);
    const config = text === undefined ? undefined : parseConfig(text, `${path} at ${pull.headSha}`);
    return { config, model: selectModel(config, model.name, context.repository.name) };
  });
  if (!head.ok) {
    ports.log.warning(`${path} of #${pull.number} could not be compared: ${head.error.message}`);
    return undefined;
  }
  const protection = await readProtection(ports, {
    ...{ pull: pull.number, commit: pull.baseSha, head: pull.headSha, ...askedBranch(pull) },
    ...{ configPath, labels, ...head.value },
    // The default branch is checked out, of which the base of the pull request is a commit.
    ...{ workflows: [workflowRun.workflowPath], repository: repositoryOf(context), isCheckedOut: true },
  });
  return withEvidenceWorkflow(
    withUnclearBase(protection, pull, workflowRun.createdAt),
    workflowRun.workflowPath,
  );
}

function workflowOf(path: string | undefined): readonly string[] {
  return path === undefined ? [] : [path];
}

/** A fork registers nothing. */
function askedBranch({ isFork, headRef }: PullRequestSubject): { readonly headRef?: string } {
  return isFork ? {} : { headRef };
}

/** As `register` will see it. @param createdAt of the run that made the evidence, or a moment in it (RFC 3339). */
function withUnclearBase(
  protection: Protection,
  { isFork, headSha, baseRef }: PullRequestSubject,
  createdAt: string,
): Protection {
  if (isFork) return protection;
  const run = { event: 'pull_request', createdAt, headSha };
  return { ...protection, unclearBase: findUnclearBase(run, protection.uses, baseRef) };
}
