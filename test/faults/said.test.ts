/** Every trouble at every write of what is said of a change, of a failure and of an end, and of the later weeks of monitor. */
import { describe } from 'vitest';
import { testCases } from './test-cases.ts';

describe('failed-training', () => testCases('failed-training'));
describe('unaffected-pull-request', () => testCases('unaffected-pull-request'));
describe('not-evaluated', () => testCases('not-evaluated'));
describe('merged-change', () => testCases('merged-change'));
describe('stale-evidence', () => testCases('stale-evidence'));
describe('retraining', () => testCases('retraining'));

/** Ledger and artifact are written as in every week. */
const writes = /\/(issues|workflows)\//;
describe('recovery', () => testCases('recovery', { writes }));
describe('relapse', () => testCases('relapse', { writes }));
