/** The services beside the REST API, wired to the world: downloads, artifacts and cache, the OCI registry. */
import { isEnough, isVisible } from './http/access.ts';
import type { Mount } from './mount.ts';
import { createOciRegistry } from './oci/registry.ts';
import { createResultsService } from './results/service.ts';
import type { World } from './state/world.ts';

export function createServices(world: World): readonly Mount[] {
  const results = createResultsService({
    clock: world.clock,
    resolveRuntimeToken: (token) => world.jobs.get(token),
    baseUrl: () => world.urls.storage,
  });
  world.results = results;
  const registry = createOciRegistry({
    baseUrl: () => world.urls.origin,
    authorize: (token, image, action) => mayUseImage(world, { token, image, action }),
  });
  return [world.downloads, results, registry];
}

interface ImageUse {
  readonly token: string | undefined;
  readonly image: string;
  readonly action: 'pull' | 'push';
}

/** An image belongs to the repository that its first two parts name. */
function mayUseImage(world: World, { token, image, action }: ImageUse): boolean {
  const [owner = '', name = ''] = image.split('/');
  const repository = world.findRepository(`${owner}/${name}`);
  if (repository === undefined) return false;
  if (token === undefined) return action === 'pull' && !repository.private;
  const actor = world.tokens.find(token);
  const needs = { packages: action === 'pull' ? 'read' : 'write' } as const;
  return actor !== undefined && isVisible(actor, repository) && isEnough(actor, repository, needs);
}
