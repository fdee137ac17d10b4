/** Evaluations and trainings beside others. */
import { testInterleavings } from './test-interleavings.ts';

testInterleavings([
  'an evaluation and a registration',
  'two evaluations, of an older and of the newest push',
  'two trainings of one push',
]);
