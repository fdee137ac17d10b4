/**
 * The version that serves now, for targets that cannot return to it on their own. Its files are fetched and verified
 * before anything starts: a rollback must not depend on a download.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { versionTag } from '../../../src/shared/domain/kernel/names.ts';
import type { InService } from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { ServedVersion } from '../../../src/shared/ports/serving.ts';
import { readTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { downloadModelFiles } from '../../../src/shared/usecases/download-model.ts';
import { downloadModel, findRelease, openVersion } from '../../../src/shared/usecases/released-version.ts';
import type { DeployPorts, DeployStep } from '../ports.ts';
import type { Deployable } from './deployable.ts';
import type { Service } from './find-service.ts';
import { resolveVersion } from './resolve-version.ts';

/** @returns undefined when nothing serves, or when its files cannot be fetched any more (a warning says so). */
export async function fetchPrevious(
  { ports, model: { name } }: DeployStep,
  { model }: Deployable,
  { target, inService }: Service,
): Promise<ServedVersion | undefined> {
  if (target === undefined || target.capabilities.keepsPrevious || inService === undefined) return undefined;
  const { version, modelDigest, image } = inService;
  const modelFolder =
    modelDigest === model.document.modelDigest
      ? model.folder
      : await tryOrWarn(ports.log, `${version} is in service, and a rollback to it is not possible`, () =>
          fetchFolder(ports, name, inService),
        );
  return modelFolder === undefined ? undefined : { version, modelDigest, image, modelFolder };
}

async function fetchFolder(
  ports: DeployPorts,
  name: string,
  { version, modelDigest }: InService,
): Promise<string> {
  const resolved = resolveVersion(await ports.tags.known(name), name, { kind: 'version', version });
  const taggedDigest = resolved && readTagMessage(resolved.message).modelDigest;
  if (resolved === undefined || taggedDigest !== modelDigest)
    throw changedSince(versionTag(name, version), { modelDigest, got: taggedDigest });
  const into = await ports.scratch('previous-version');
  return await ports.log.group(`Download and verify ${resolved.tag}`, async () => {
    const release = await findRelease(ports.releases, resolved.tag);
    // One request fewer where the assets speak for themselves.
    if (!(await downloadModel(ports.releases, release, { modelDigest, into }))) {
      const opened = await openVersion(ports, { ...resolved, release }, into);
      await downloadModelFiles(ports, opened, into);
    }
    return `${into.root}/model`;
  });
}

function changedSince(
  tag: string,
  { modelDigest, got }: { readonly modelDigest: string; readonly got: string | undefined },
): ConflictError {
  return new ConflictError(
    'DIGEST_MISMATCH',
    `${tag}: expected the model that was deployed, ${modelDigest}, got ${got ?? 'none'}`,
    {
      hint: 'tag or release were changed after the deployment: restore them, or deploy a version that is registered',
    },
  );
}
