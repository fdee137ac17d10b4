/** Two registrations at once. */
import { testInterleavings } from './test-interleavings.ts';

testInterleavings([
  'two registrations of one evaluation',
  'a registration and that of a retraining',
  'registrations of two pull requests',
]);
