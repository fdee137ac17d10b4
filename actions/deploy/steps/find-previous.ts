/**
 * The version that serves now, for targets that cannot bring it back by themselves: its files are fetched and
 * verified before anything is touched, because a way back that has to be looked for may not be found.
 */
import type { ServedVersion } from '../../../src/shared/ports/serving.ts';
import { ConflictError, StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { versionTag } from '../../../src/shared/domain/kernel/names.ts';
import type { InService } from '../../../src/shared/domain/rollout/rollout.ts';
import { fetchModel } from './fetch-model.ts';
import type { DeployPorts } from '../ports.ts';
import { resolveVersion } from './resolve-version.ts';
import type { Subject } from './subject.ts';

/** @returns undefined when nothing serves, or what serves cannot be had any more (a warning says so). */
export async function findPrevious(
  ports: DeployPorts,
  { name, settings, model }: Subject,
  inService: InService | undefined,
): Promise<ServedVersion | undefined> {
  if (settings.target !== 'command' || inService === undefined) return undefined;
  const { version, modelDigest, image } = inService;
  if (modelDigest === model.document.modelDigest) {
    return { version, modelDigest, image, modelFolder: model.folder };
  }
  try {
    return { version, modelDigest, image, modelFolder: await fetchFolder(ports, name, inService) };
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    ports.log.warning(`${version} is in service, but there is no way back to it: ${error.message}`);
    return undefined;
  }
}

async function fetchFolder(ports: DeployPorts, name: string, inService: InService): Promise<string> {
  const { version, modelDigest } = inService;
  const resolved = await resolveVersion(ports.tags, { model: name, stage: '', version });
  const scratch = await ports.scratch('previous-version');
  const fetched = resolved && (await fetchModel(ports.releases, resolved, scratch));
  if (fetched?.document.modelDigest === modelDigest) return fetched.folder;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `${versionTag(name, version)}: expected the model that was deployed, ${modelDigest}, got ${fetched?.document.modelDigest ?? 'none'}`,
  );
}
