/** Every trouble at every write of register. */
import { startRegisterStage } from './project-stages.ts';
import { testCases } from './test-cases.ts';

testCases('register', startRegisterStage);
