/** Every trouble at every write of deploy. */
import { testCases } from './test-cases.ts';

testCases('deploy');
