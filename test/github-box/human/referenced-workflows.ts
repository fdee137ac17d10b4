/**
 * The workflow files that a run calls, as GitHub lists them (`referenced_workflows`): found when the run is made, each with
 * the commit and the whole name of the ref; a tag comes before a branch of the same name.
 * https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows
 */
import { parse } from 'yaml';
import { readCommit } from '../git/objects.ts';
import type { RunRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

type Referenced = RunRecord['referencedWorkflows'][number];

interface Caller {
  readonly path: string;
  readonly sha: string;
  readonly ref: string;
}

const WHOLE_COMMIT = /^[0-9a-f]{40}$/;

export async function findReferencedWorkflows(
  world: World,
  repository: Repository,
  caller: Caller,
): Promise<readonly Referenced[]> {
  const file = await repository.git.objects.read(`${caller.sha}:${caller.path}`);
  const found: Referenced[] = [];
  for (const uses of usesOfJobs(file?.content.toString() ?? '')) {
    const own = uses.startsWith('./')
      ? { repository, path: uses.slice(2), sha: caller.sha, name: caller.ref, ref: caller.ref }
      : await resolveUse(world, uses);
    if (own === undefined) continue;
    const path = `${own.repository.fullName}/${own.path}@${own.name}`;
    found.push({ path, sha: own.sha, ...(own.ref !== undefined && { ref: own.ref }) });
    const inner = { path: own.path, sha: own.sha, ref: own.ref ?? own.sha };
    found.push(...(await findReferencedWorkflows(world, own.repository, inner)));
  }
  return found;
}

async function resolveUse(world: World, uses: string) {
  const [, fullName = '', path = '', name = ''] = /^([^/]+\/[^/]+)\/([^@]+)@(.+)$/.exec(uses) ?? [];
  const repository = world.findRepository(fullName);
  if (repository === undefined) return undefined;
  if (WHOLE_COMMIT.test(name)) return { repository, path, sha: name, name, ref: undefined };
  const refs = name.startsWith('refs/') ? [name] : [`refs/tags/${name}`, `refs/heads/${name}`];
  for (const ref of refs) {
    const commit = await readCommit(repository.git, ref);
    if (commit !== undefined) return { repository, path, sha: commit.sha, name, ref };
  }
  return undefined;
}

function usesOfJobs(source: string): readonly string[] {
  const document = parse(source, { logLevel: 'silent' }) as {
    jobs?: Record<string, { uses?: unknown } | null>;
  } | null;
  return Object.values(document?.jobs ?? {}).flatMap((job) =>
    typeof job?.uses === 'string' ? [job.uses] : [],
  );
}
