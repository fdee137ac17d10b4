/** Every trouble at every write of deploy. */
import { startDeployStage } from './deploy-stage.ts';
import { testCases } from './test-cases.ts';

testCases('deploy', startDeployStage);
