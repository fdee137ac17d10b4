/** Every trouble at every write of register. */
import { testCases } from './test-cases.ts';

testCases('register');
