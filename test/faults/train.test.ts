/** Every trouble at every write of train. */
import { startTrainStage } from './project-stages.ts';
import { testCases } from './test-cases.ts';

testCases('train', startTrainStage);
