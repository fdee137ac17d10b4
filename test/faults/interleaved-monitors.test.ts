/** Monitors beside others. */
import { testInterleavings } from './test-interleavings.ts';

testInterleavings([
  'two monitors of one problem',
  'two monitors of a problem that came back',
  'a monitor and a deployment',
]);
