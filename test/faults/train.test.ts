/** Every trouble at every write of train. */
import { testCases } from './test-cases.ts';

testCases('train');
