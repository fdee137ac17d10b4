/** Every trouble at every write of monitor. */
import { testCases } from './test-cases.ts';

testCases('monitor');
