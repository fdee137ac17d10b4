/** The evaluation of the evidence, by the configuration of the base and that of the pull request. */
import { findDecidingConfig, hasPlannedLooks } from '../../../src/shared/domain/config/hiding-config.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { needsAnchor } from '../../../src/shared/domain/config/select-model.ts';
import type { GateName } from '../../../src/shared/domain/documents/evaluation.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { isPullRequest } from '../../../src/shared/domain/kernel/trigger.ts';
import type { Champion } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { findOtherRows, type OtherRows } from '../../../src/shared/domain/supply-chain/held-out-rows.ts';
import type { ReadsOfRuns } from '../../../src/shared/domain/supply-chain/reads-of-runs.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { branchName, findOtherRef, type OtherRef } from '../../../src/shared/usecases/default-branch.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { findAnchor } from '../../../src/shared/usecases/confirm-anchor.ts';
import {
  createEvidenceReader,
  evaluateProposal,
  requireReader,
  type Configurations,
} from '../../../src/shared/usecases/evaluate-proposal.ts';
import { findChampionSince, startWithKnown } from '../../../src/shared/usecases/model-tags.ts';
import type { Evidence, ReportedEvaluation } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';
import type { ReadRows } from './write-report.ts';

interface Evaluators {
  readonly gate: GateName;
  readonly configurations: Configurations;
}

/**
 * Whoever starts a run on a branch chose its configuration; the default branch decides what is shown.
 * @throws InputError TRIGGER_UNTRUSTED where it plans `looks`, which the comment of a pull request counts, and nothing else.
 */
export async function configurationsOfBranch(step: EvaluateStep): Promise<Configurations> {
  const { model, inputs, context, ports } = step;
  const other = await findOtherRef(step);
  const own = { base: model, head: model, changed: undefined };
  if (other === undefined) return own;
  const path = configPathOf(inputs.configPath);
  const read = await attempt(async () => {
    const text = await ports.contents.fileAt(path, `refs/heads/${other.defaultBranch}`);
    return text === undefined ? undefined : parseConfig(text, `${path} of ${other.defaultBranch}`);
  });
  const decides = read.ok ? read.value : undefined;
  if (!isPullRequest(context.eventName) && hasPlannedLooks(decides, model))
    throw refuseUncounted(other, context.eventName);
  return { ...own, shownBy: findDecidingConfig(decides, model) };
}

function refuseUncounted({ ref, defaultBranch }: OtherRef, eventName: string): InputError {
  return new InputError(
    'TRIGGER_UNTRUSTED',
    `evaluate: expected a pull request, because \`looks\` of ${defaultBranch} plans how often these rows are looked at, got ${eventName} on ${branchName(ref)}, which nothing counts`,
    {
      hint: 'open a pull request of this branch: a draft is evaluated too, and its comment counts the looks',
    },
  );
}

export interface RunEvaluation {
  /** As the report has them; the evidence is that of the challenger that the evaluation is about. */
  readonly results: Pick<ReportedEvaluation, 'evaluation' | 'readingNotes' | 'withdrawnBy' | 'evidence'>;
  /** The version that a registration would replace. */
  readonly replaced: Champion | undefined;
  readonly readRows: ReadRows;
  /** Rows that git does not have, where they are not those of the version that would be replaced. */
  readonly otherRows: OtherRows | undefined;
  readonly reads: ReadsOfRuns;
}

/** Against the version that a registration would replace: the one in the stage that the base names. */
export async function evaluateRun(
  { inputs, ports }: EvaluateStep,
  evidence: Evidence,
  { gate, configurations }: Evaluators,
): Promise<RunEvaluation> {
  const { labels } = inputs;
  const { name, config } = configurations.base;
  const known = evidence.run.champion?.tag;
  const tags = { tags: startWithKnown(ports.tags), clock: ports.clock };
  const champion = await findChampionSince(tags, { model: name, stage: config.stage, known });
  const isAsked = [configurations.base, configurations.head].some((model) => needsAnchor(model, gate));
  const anchor = champion && isAsked ? await findAnchor(ports, configurations.base) : undefined;
  const challengers = [evidence, ...evidence.others];
  const readers = challengers.map(({ run, files }) => createEvidenceReader(ports, { run, files, labels }));
  const opponents = { champion, anchor };
  const evaluation = await evaluateProposal(readers, { configurations, gate, opponents });
  const reader = requireReader(readers, evaluation);
  // These rows were evaluated above, whatever the configuration of the base could read of them.
  const read = await reader.read(configurations.head, opponents);
  return {
    results: {
      evaluation,
      evidence: { ...evidence, ...challengers.find(({ run }) => run === reader.run) },
      readingNotes: read.readingNotes,
      withdrawnBy: champion?.withdrawnBy,
    },
    otherRows: findOtherRows(reader.run, evaluation, read.champion),
    reads: {
      ...{ own: reader.run.reads, replaced: read.champion?.reads },
      sideEffects: { own: reader.run.sideEffects, replaced: read.champion?.sideEffects },
    },
    replaced: champion,
    readRows: async (model) => (await reader.read(model, opponents)).rows,
  };
}
