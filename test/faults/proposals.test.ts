/** Every trouble at every write of a monitor that proposes a retraining by a pull request. */
import { describe } from 'vitest';
import { testCases } from './test-cases.ts';

describe('proposal', () => testCases('proposal'));

/** What the pull request itself is written by: the others are those of the stage before. */
const writes = /\/(pulls|contents\/params\.yaml)\b/;
describe('moved-proposal', () => testCases('moved-proposal', { writes }));
describe('withdrawn-proposal', () => testCases('withdrawn-proposal', { writes }));
