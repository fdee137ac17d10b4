/** Deployments beside others. */
import { testInterleavings } from './test-interleavings.ts';

testInterleavings(['two deployments of one version', 'a deployment and a registration']);
