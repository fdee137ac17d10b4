/** The log of a step as GitHub shows it: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
import { expect, it } from 'vitest';
import { readLog } from './step-log.ts';

const UPLOAD = [
  'Artifact name is valid!',
  'Root directory input is valid!',
  '::debug::Workflow Run Backend ID: run-1015',
  'Uploaded bytes 1705',
  'Finalizing artifact upload',
];

it('hides what is masked, before and after the line that masks it, and what is meant for debugging', () => {
  const log = ['key ghs_1', '::add-mask::ghs_1', '::debug::Body', 'sent ghs_1 twice: ghs_1', '::add-mask::'];
  expect(readLog(log)).toEqual(['key ***', 'sent *** twice: ***']);
});

it('shows groups, notices and errors as text, line by line', () => {
  const log = [
    '::group::Train',
    'python train.py',
    '::endgroup::',
    '::error title=a::50%25 of%0Arows',
    '::notice::new',
  ];
  expect(readLog(log)).toEqual(['▸ Train', 'python train.py', 'Error: 50% of', 'rows', 'Notice: new']);
});

it('leaves what a command of the user prints as it is', () => {
  const log = ['::stop-commands::k1', '::error::from the user', '::add-mask::train', '::k1::', 'train'];
  expect(readLog(log)).toEqual(['::error::from the user', '::add-mask::train', 'train']);
});

it('says an upload in one line, and all of one that failed', () => {
  const done = 'Artifact model-steward-churn-1 successfully finalized. Artifact ID 1';
  expect(readLog(['trained', ...UPLOAD, done, 'next'])).toEqual(['trained', done, 'next']);
  expect(readLog(['trained', ...UPLOAD])).toEqual(['trained', UPLOAD[0], UPLOAD[1], UPLOAD[3], UPLOAD[4]]);
});
