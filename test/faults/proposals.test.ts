/** Every trouble at every write of a monitor that proposes a retraining by a pull request. */
import { describe } from 'vitest';
import { testCases } from './test-cases.ts';

/** What the pull request and its branch are written by, and that the issue names it: the others are those of a monitor. */
const opening = /\/(git\/refs|contents\/params\.yaml|pulls)\b|^PATCH .*\/issues\//;
describe('proposal', () => testCases('proposal', { writes: opening }));

/** What the pull request itself is written by: the others are those of the stage before. */
const writes = /\/(pulls|contents\/params\.yaml)\b/;
describe('moved-proposal', () => testCases('moved-proposal', { writes }));
describe('withdrawn-proposal', () => testCases('withdrawn-proposal', { writes }));
