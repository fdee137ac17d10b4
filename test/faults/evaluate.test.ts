/** Every trouble at every write of evaluate. */
import { startEvaluateStage } from './project-stages.ts';
import { testCases } from './test-cases.ts';

testCases('evaluate', startEvaluateStage);
