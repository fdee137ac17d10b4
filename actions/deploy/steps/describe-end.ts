/** What happened, as the outcome of the step and as `deployment.json`. */
import { describeDeployment, type Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { RunningService } from '../../../src/shared/ports/serving.ts';
import type { Ended, Unchanged } from '../outcome.ts';
import type { RollOutResult } from './roll-out.ts';
import type { Subject } from './subject.ts';

export function describeUnchanged(subject: Subject, deploymentId: number): Unchanged {
  const { name, environment, settings, model, image } = subject;
  const { version, modelDigest } = model.document;
  const { url } = settings;
  return { kind: 'unchanged', model: name, version, modelDigest, environment, image, url, deploymentId };
}

export interface End {
  readonly result: RollOutResult;
  readonly previous: RunningService | undefined;
  readonly deploymentId: number;
}

export function describeEnd(subject: Subject, { result, previous, deploymentId }: End): Ended {
  const { name, stage, environment, settings, model, image } = subject;
  const { version, modelDigest } = model.document;
  const document = describeDeployment({
    model: name,
    version,
    modelDigest,
    modelDocument: model.documentDigest,
    ...(stage !== undefined && { stage }),
    environment,
    target: settings.target,
    ...(image && {
      image: { repository: image.name, digest: image.digest, ...(image.base && { base: image.base }) },
    }),
    ...(previous && { previous: describePrevious(previous) }),
    phases: [...preparation(subject), ...result.phases],
    deploymentId,
  });
  return {
    kind: 'ended',
    document,
    image,
    url: settings.url,
    releaseUrl: model.releaseUrl,
    logs: result.logs,
  };
}

function preparation({ model, image }: Subject): readonly Phase[] {
  const count = model.document.files.length;
  const files = count === 1 ? '1 file has' : `${count} files have`;
  return [
    { name: 'verify', outcome: 'ok', detail: `${files} the registered SHA-256` },
    image === undefined
      ? { name: 'image', outcome: 'skipped', detail: 'no `image` to push to' }
      : { name: 'image', outcome: 'ok', detail: `${image.name}@${image.digest}` },
  ];
}

function describePrevious({ version, imageDigest }: RunningService): {
  version?: string;
  imageDigest?: string;
} {
  return { ...(version !== undefined && { version }), ...(imageDigest !== undefined && { imageDigest }) };
}
