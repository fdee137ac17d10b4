/** Every trouble at every write of evaluate. */
import { testCases } from './test-cases.ts';

testCases('evaluate');
