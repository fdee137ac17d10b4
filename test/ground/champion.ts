/** A version in production, registered by register, with or without the predictions of its training. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { versionTag } from '../../src/shared/domain/kernel/names.ts';
import { describeEvidence, writeEvidence, writeFiles, type EvidenceFiles } from './evidence.ts';
import { registerVersion } from './registered-version.ts';
import { configText, MODEL, type Ground } from './evaluation.ts';

export interface Champion {
  readonly version: string;
  readonly tag: string;
  readonly stage: 'production';
  readonly modelDigest: string;
}

/** @param predictions text of its stored predictions; undefined for a release without them. */
export async function putIntoProduction(
  { hub }: Ground,
  { predictions, run: change = {} }: { readonly predictions?: string; readonly run?: Partial<Run> } = {},
): Promise<Champion> {
  const files: EvidenceFiles = {
    'model/model.json': { role: 'model', text: '{"weights":[0,0]}' },
    ...(predictions !== undefined && {
      'predictions.csv': { role: 'predictions-challenger', text: predictions },
    }),
  };
  // Without predictions a gate is evaluated by the metrics that the training measured itself.
  const metrics = { roc_auc: 0.7, log_loss: 0.5, recall: 0.6 };
  const run = describeEvidence(files, { ...(predictions === undefined && { metrics }), ...change });
  const [evidence = '', workspace = '', folder = ''] = await Promise.all(
    ['evidence-', 'workspace-', 'register-'].map((name) => mkdtemp(join(hub.folder, name))),
  );
  await writeEvidence(evidence, files, run);
  await writeFiles(workspace, { '.github/model-steward.yml': configText() });
  const { github, clock, sha: commit } = hub;
  const made = { github, clock, evidence, run, workspace, folder, commit };
  const { version, modelDigest } = await registerVersion(made);
  return { version, tag: versionTag(MODEL, version), stage: 'production', modelDigest };
}
