/**
 * The verdict is recomputed and not believed (docs/trust.md#a-verdict-is-recomputed). The evidence is evaluated again
 * when champion, gate, base or statistics changed since (docs/lifecycle.md#the-champion-changed).
 */
import {
  createEvidenceReader,
  evaluateProposal,
  requireReader,
  type Configurations,
  type Opponents,
  type EvidenceReader,
} from '../../../src/shared/usecases/evaluate-proposal.ts';
import { digestChallengerAnswers } from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  evaluatesTheSame,
  gateConfigDigest,
  selectModel,
  type SelectedModel,
} from '../../../src/shared/domain/config/select-model.ts';
import {
  gateNames,
  type Evaluation,
  type GateName,
} from '../../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { isKnown } from '../../../src/shared/domain/documents/open-values.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { findOtherRows, type OtherRows } from '../../../src/shared/domain/supply-chain/held-out-rows.ts';
import { compareWithBase, configurationsOf } from '../../../src/shared/domain/supply-chain/protection.ts';
import type { ReadsOfRuns } from '../../../src/shared/domain/supply-chain/reads-of-runs.ts';
import {
  isOfThisVersion,
  decidePublished,
  type PublishedEvaluation,
} from '../../../src/shared/domain/supply-chain/published-evaluation.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { readBaseConfig } from '../../../src/shared/usecases/read-protection.ts';
import type { RegisterStep } from '../ports.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import { findOpponents, type VersionsBefore } from './find-opponents.ts';

export interface ConfirmedEvaluation extends VersionsBefore, PublishedEvaluation {
  /** Present when champion, gate or base changed since the pull request was evaluated. */
  readonly reevaluation: Evaluation | undefined;
  /** The one that decides, always computed here: the re-evaluation, or the recomputed one. */
  readonly decisive: Evaluation;
  readonly championChanged: boolean;
  /** What the new version answers, for `model.json`. */
  readonly answers: ModelVersion['answers'];
  /** Rows that git does not have, where they are not those of the champion. */
  readonly otherRows: OtherRows | undefined;
  readonly reads: ReadsOfRuns;
}

/**
 * @param stage the one that the version will take; undefined when it takes none.
 * @throws DataError EVIDENCE_INVALID when the document is not what the evidence gives.
 */
export async function confirmEvaluation(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  stage: string | undefined,
): Promise<ConfirmedEvaluation> {
  const { inputs, model, ports } = step;
  const { shown, run, others, subject, protection } = evidence;
  const configurations = configurationsOf(model, protection);
  const before = await findOpponents(step, configurations.base, {
    ...{ stage, gate: subject.gate, head: model, shown: run.champion?.tag },
  });
  const { champion, replaced, anchor } = before;
  const championChanged = champion?.tag !== shown.champion?.tag;
  const anchorChanged = anchor?.tag !== shown.anchor?.tag;
  const readers = [evidence, ...others].map((challenger) =>
    createEvidenceReader(ports, { run: challenger.run, files: challenger.files, labels: inputs.labels }),
  );
  const then = await recompute(step, evidence, {
    ...{ readers, now: configurations },
    opponents: {
      champion: championChanged ? shown.champion : champion,
      anchor: anchorChanged ? shown.anchor : anchor,
    },
  });
  const isSame = !championChanged && !anchorChanged;
  const opponents = { champion, anchor };
  const isOfNow = then !== undefined && isSame && isCurrent(then, configurations, subject.gate);
  const now = isOfNow
    ? then.evaluation
    : await evaluateProposal(readers, {
        ...{ configurations, gate: subject.gate, opponents },
        // What is registered is what was shown, whichever of them would be the best now.
        about: shown.run,
      });
  const reader = requireReader(readers, now);
  const read = await reader.read(model, opponents);
  const published = then?.published ?? decidePublished(shown, now);
  return {
    ...published,
    reevaluation: then === undefined || isOfNow ? undefined : now,
    ...{ decisive: now, champion, replaced, anchor, championChanged },
    answers: digestChallengerAnswers(model.config, read.rows),
    otherRows: findOtherRows(reader.run, now, read.champion),
    reads: {
      ...{ own: reader.run.reads, replaced: read.champion?.reads },
      sideEffects: { own: reader.run.sideEffects, replaced: read.champion?.sideEffects },
    },
  };
}

interface Recomputed {
  readonly evaluation: Evaluation;
  readonly published: PublishedEvaluation;
  /** Those that made the document. */
  readonly configurations: Configurations;
}

/** Whether the configurations of now would give the same document. */
function isCurrent({ evaluation, configurations }: Recomputed, now: Configurations, gate: GateName): boolean {
  return (
    evaluation.gate.name === gate &&
    evaluatesTheSame(configurations.base, now.base, gate) &&
    evaluatesTheSame(configurations.head, now.head, gate)
  );
}

interface RecomputeOptions {
  /** Of the challengers of the run. */
  readonly readers: readonly EvidenceReader[];
  readonly now: Configurations;
  /** Those that the document names. */
  readonly opponents: Opponents;
}

/**
 * The evaluation as the document says that it was made: by its gate and configurations, with its champion.
 * @returns undefined when a document of another version names what this one cannot evaluate by.
 * @throws DataError EVIDENCE_INVALID for a document of this version that is not what the evidence gives.
 */
async function recompute(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  options: RecomputeOptions,
): Promise<Recomputed | undefined> {
  const { shown, subject } = evidence;
  const { name } = shown.gate;
  const gate = isKnown(gateNames, name) ? name : subject.gate;
  const recomputed = await attempt(async () => {
    const configurations = await configurationsThen(step, evidence, options.now);
    const { readers, opponents } = options;
    const evaluation = await evaluateProposal(readers, {
      ...{ configurations, gate, opponents },
      // The best one, which the document has to be about; another version of the statistics may have ranked otherwise.
      ...(!isOfThisVersion(shown) && { about: shown.run }),
    });
    return { evaluation, configurations, published: decidePublished(shown, evaluation) };
  });
  if (recomputed.ok) return recomputed.value;
  if (isOfThisVersion(shown) || recomputed.error instanceof ServiceError) throw recomputed.error;
  return undefined;
}

/** What evaluated the pull request: the tested configuration, and that of the base which the document names. */
async function configurationsThen(
  step: RegisterStep,
  { shown, run, protection, subject, author }: EvaluatedEvidence,
  now: Configurations,
): Promise<Configurations> {
  // A run on a branch that was never merged: the default branch decided what it was shown.
  const isOfOwnBranch = protection === undefined && author !== undefined;
  const { changes, gate } = shown;
  if (changes === undefined) {
    const isNow = gate.name === subject.gate && gate.sha256 === gateConfigDigest(now.head, subject.gate);
    const model = isNow ? now.head : await testedModel(step, run);
    const shownBy = isOfOwnBranch ? now.base.config : now.shownBy;
    return { base: model, head: model, changed: undefined, shownBy };
  }
  const head = await testedModel(step, run);
  const base =
    changes.base === protection?.commit
      ? protection.base
      : await readBaseConfig(step.ports, {
          ...{ commit: changes.base, configPath: step.inputs.configPath },
          ...{ model: head, config: undefined },
        });
  const keys = compareWithBase(base, head.config);
  return configurationsOf(head, { base, commit: changes.base, keys });
}

/** The model as the tested commit configures it: the document was made by that gate. */
async function testedModel(step: RegisterStep, run: Run): Promise<SelectedModel> {
  const { inputs, model, context, ports } = step;
  const path = configPathOf(inputs.configPath);
  const text = await ports.contents.fileAt(path, run.source.commit);
  const config = text === undefined ? undefined : parseConfig(text, `${path} at ${run.source.commit}`);
  return selectModel(config, model.name, context.repository.name);
}
