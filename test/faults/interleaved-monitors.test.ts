/** Monitors beside others. */
import { testInterleavings } from './test-interleavings.ts';

testInterleavings([
  'two monitors of one problem',
  'two monitors of a problem that came back',
  'two monitors that propose a retraining',
  'two monitors that move a proposal on',
  'a monitor and a deployment',
  'a monitor and a promotion',
]);
