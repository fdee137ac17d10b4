/** Every stage: what the steps write there is every write that they have (test/faults/every-write.test.ts). */
import { startDeployStage } from './deploy-stage.ts';
import {
  startMonitorStage,
  startMovedProposalStage,
  startProposalStage,
  startRecoveryStage,
  startRelapseStage,
  startWithdrawnProposalStage,
} from './monitor-stage.ts';
import { startEvaluateStage, startRegisterStage, startTrainStage } from './project-stages.ts';
import {
  startFailedTrainStage,
  startNotEvaluatedStage,
  startRetrainedStage,
  startSaidChangesStage,
  startStaleStage,
  startUnaffectedStage,
} from './said-stages.ts';
import type { Stage } from './stage.ts';

export const stages = {
  train: startTrainStage,
  evaluate: startEvaluateStage,
  register: startRegisterStage,
  deploy: startDeployStage,
  monitor: startMonitorStage,
  'failed-training': startFailedTrainStage,
  'unaffected-pull-request': startUnaffectedStage,
  'not-evaluated': startNotEvaluatedStage,
  'merged-change': startSaidChangesStage,
  'stale-evidence': startStaleStage,
  retraining: startRetrainedStage,
  recovery: startRecoveryStage,
  relapse: startRelapseStage,
  proposal: startProposalStage,
  'moved-proposal': startMovedProposalStage,
  'withdrawn-proposal': startWithdrawnProposalStage,
} as const satisfies Readonly<Record<string, () => Promise<Stage>>>;

export type StageName = keyof typeof stages;
