/** Every trouble at every write of monitor. */
import { startMonitorStage } from './monitor-stage.ts';
import { testCases } from './test-cases.ts';

testCases('monitor', startMonitorStage);
