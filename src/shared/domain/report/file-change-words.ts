/** Why a changed file needs a review, in words, and in which order they are listed. */
import type { FileChange } from '../supply-chain/protected-files.ts';

export const fileWords: Readonly<Record<FileChange['kind'], string>> = {
  workflow: 'workflow',
  'score-command': 'score command',
  'score-data': 'rows of the evaluation',
  labels: 'labels',
  step: 'run by a step of the workflow',
  pipeline: 'outputs of the pipeline that were not made in this run',
  'row-maker': 'on the way to rows that are others than before, and that git does not have',
  read: 'read by the score command',
  made: 'made by the training beside its outputs, and read by the score command',
  removed: 'removed by the training, and read by the score command of the version that is replaced',
  late: 'came after the evaluation into a folder that the score command reads in',
  'taken-up': 'read by the score command, and by the training from this run on',
  'reads-lost':
    'does not say which files the score command read, and that of the version that is replaced does',
  'beside-score': 'in a folder that only the scoring uses',
  package: 'in a package of the repository that the job installs',
  training: 'makes what reaches rows or scores code of the training',
};

/** What makes the answers or the rows first: a long list is cut at its end. */
export function byWeight(one: FileChange, other: FileChange): number {
  return FILE_ORDER.indexOf(one.kind) - FILE_ORDER.indexOf(other.kind);
}

const FILE_ORDER: readonly FileChange['kind'][] = [
  'score-command',
  'read',
  'made',
  'removed',
  'reads-lost',
  'late',
  'taken-up',
  'score-data',
  'labels',
  'row-maker',
  'pipeline',
  'step',
  'beside-score',
  'package',
  'training',
  'workflow',
];
