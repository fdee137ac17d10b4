/** Monitors beside others. */
import { testInterleavings } from './test-interleavings.ts';

testInterleavings(['two monitors of one problem', 'a monitor and a deployment']);
