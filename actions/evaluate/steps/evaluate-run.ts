/** The evaluation of the evidence, by the configuration of the base and that of the pull request. */
import { needsAnchor } from '../../../src/shared/domain/config/select-model.ts';
import type { Evaluation, GateName } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Withdrawal } from '../../../src/shared/domain/registry/resolve-stage.ts';
import {
  changedKeys,
  protectedModel,
  type Protection,
} from '../../../src/shared/domain/supply-chain/protection.ts';
import { findAnchor } from '../../../src/shared/usecases/confirm-anchor.ts';
import {
  createEvidenceReader,
  evaluateProposal,
  type Configurations,
} from '../../../src/shared/usecases/evaluate-evidence.ts';
import { findChampionSince } from '../../../src/shared/usecases/model-tags.ts';
import type { Evidence } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';
import type { ReadRows } from './write-report.ts';

interface Evaluators {
  readonly gate: GateName;
  readonly configurations: Configurations;
}

export function configurationsOf(
  { model }: EvaluateStep,
  protection: Protection | undefined,
): Configurations {
  return { base: protectedModel(model, protection), head: model, changed: changedKeys(protection) };
}

export interface RunEvaluation {
  readonly evaluation: Evaluation;
  /** The tag that took its stage from the champion. */
  readonly withdrawnBy: Withdrawal | undefined;
  readonly readRows: ReadRows;
}

/** Against the version that a registration would replace: the one in the stage that the base names. */
export async function evaluateRun(
  { inputs, ports }: EvaluateStep,
  { run, files }: Evidence,
  { gate, configurations }: Evaluators,
): Promise<RunEvaluation> {
  const { labels } = inputs;
  const { name, config } = configurations.base;
  const known = run.champion?.tag;
  const champion = await findChampionSince(ports, { model: name, stage: config.stage, known });
  const isAsked = [configurations.base, configurations.head].some((model) => needsAnchor(model, gate));
  const anchor = champion && isAsked ? await findAnchor(ports, configurations.base) : undefined;
  const reader = createEvidenceReader(ports, { run, files, labels });
  const opponents = { champion, anchor };
  return {
    evaluation: await evaluateProposal(reader, { configurations, gate, opponents }),
    withdrawnBy: champion?.withdrawnBy,
    readRows: async (model) => (await reader.read(model, opponents)).rows,
  };
}
