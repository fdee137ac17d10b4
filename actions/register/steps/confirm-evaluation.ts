/**
 * The verdict is recomputed and not believed (docs/trust.md#a-verdict-is-recomputed). The evidence is evaluated again
 * when champion, gate, base or statistics changed since (docs/lifecycle.md#the-champion-changed).
 */
import {
  createEvidenceReader,
  evaluateProposal,
  type Configurations,
  type EvaluateProposalRequest,
  type EvidenceReader,
} from '../../../src/shared/usecases/evaluate-evidence.ts';
import {
  describeAnswers,
  STATISTICS_VERSION,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import {
  evaluatesTheSame,
  gateConfigDigest,
  selectModel,
  type SelectedModel,
} from '../../../src/shared/domain/config/select-model.ts';
import {
  evaluationSchema,
  gateNames,
  type Evaluation,
  type GateName,
} from '../../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { isKnown } from '../../../src/shared/domain/documents/open-values.ts';
import { knownPart } from '../../../src/shared/domain/documents/parse-document.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { compareEvaluations } from '../../../src/shared/domain/supply-chain/compare-evaluations.ts';
import {
  changedKeys,
  compareWithBase,
  protectedModel,
} from '../../../src/shared/domain/supply-chain/protection.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { readBaseConfig } from '../../../src/shared/usecases/protection.ts';
import type { RegisterStep } from '../ports.ts';
import type { EvaluatedEvidence } from './open-evidence.ts';
import { findOpponent, type Opponent } from './opponent.ts';

export interface ConfirmedEvaluation extends Opponent {
  /** Present when champion, gate, base or statistics changed since the pull request was evaluated. */
  readonly reevaluation: Evaluation | undefined;
  /** The one that decides: the re-evaluation, or the confirmed one. */
  readonly decisive: Evaluation;
  readonly championChanged: boolean;
  /** What the new version answers, for `model.json`. */
  readonly answers: ModelVersion['answers'];
}

const MAX_DIFFERENCES = 5;

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
  const { evaluation, run, files, subject, protection } = evidence;
  const base = protectedModel(model, protection);
  const configurations = { base, head: model, changed: changedKeys(protection) };
  const { champion, replaced } = await findOpponent(step, base, stage);
  const championChanged = champion?.tag !== evaluation.champion?.tag;
  const read = createEvidenceReader(ports, { run, files, labels: inputs.labels });
  const confirmed = await recompute(step, evidence, {
    ...{ read, now: configurations, assigned: championChanged ? evaluation.champion : champion },
  });
  const current =
    confirmed !== undefined && !championChanged && isCurrent(confirmed, configurations, subject.gate)
      ? confirmed.evaluation
      : undefined;
  const decisive =
    current ??
    (await evaluateProposal(read, { configurations, gate: subject.gate, run, assigned: champion }));
  const reevaluation = current === undefined ? decisive : undefined;
  const answers = describeAnswers({ ...(await read(model, champion)), config: model.config });
  return { reevaluation, decisive, champion, replaced, championChanged, answers };
}

interface Recomputed {
  readonly evaluation: Evaluation;
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
  readonly read: EvidenceReader;
  readonly now: Configurations;
  /** The champion that the document names. */
  readonly assigned: EvaluateProposalRequest['assigned'];
}

/** @returns the same evaluation, recomputed; undefined when another version of the statistics or of the gates made it. */
async function recompute(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  { read, now, assigned }: RecomputeOptions,
): Promise<Recomputed | undefined> {
  const { evaluation, run } = evidence;
  const gate = evaluation.gate.name;
  if (!isKnown(gateNames, gate) || evaluation.statistics !== STATISTICS_VERSION) return undefined;
  const configurations = await configurationsThen(step, evidence, now);
  const recomputed = await evaluateProposal(read, { configurations, gate, run, assigned });
  const differences = compareEvaluations(knownPart(evaluationSchema, evaluation), recomputed);
  if (differences.length === 0) return { evaluation: recomputed, configurations };
  const shown = differences.slice(0, MAX_DIFFERENCES).join('; ');
  throw new DataError(
    'EVIDENCE_INVALID',
    `evaluation.json: expected the evaluation that the evidence gives, got another: ${shown}`,
    {
      hint: 'the evaluation was changed, or made by another version of Model Steward: train and evaluate again',
    },
  );
}

/** What evaluated the pull request: the tested configuration, and that of the base which the document names. */
async function configurationsThen(
  step: RegisterStep,
  { evaluation, run, protection, subject }: EvaluatedEvidence,
  now: Configurations,
): Promise<Configurations> {
  const { changes, gate } = evaluation;
  if (changes === undefined) {
    const isNow = gate.name === subject.gate && gate.sha256 === gateConfigDigest(now.head, subject.gate);
    const model = isNow ? now.head : await testedModel(step, run);
    return { base: model, head: model, changed: undefined };
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
  return {
    ...{ base: protectedModel(head, { base }), head },
    changed: changedKeys({ commit: changes.base, base, keys }),
  };
}

/** The model as the tested commit configures it: the document was made by that gate. */
async function testedModel(step: RegisterStep, run: Run): Promise<SelectedModel> {
  const { inputs, model, context, ports } = step;
  const path = configPathOf(inputs.configPath);
  const text = await ports.contents.fileAt(path, run.source.commit);
  const config = text === undefined ? undefined : parseConfig(text, `${path} at ${run.source.commit}`);
  return selectModel(config, model.name, context.repository.name);
}
