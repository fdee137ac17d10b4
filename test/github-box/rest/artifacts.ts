/** Artifacts of runs; their bytes live in the results service. */
import { type Call, numberParam, param } from '../http/call.ts';
import { countedReply } from '../http/paginate.ts';
import { noContent, notFound, ok, redirect, refuse, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { ResultsService, StoredArtifact } from '../mount.ts';
import { viewArtifact } from '../view/run.ts';
import { requireRun } from './runs.ts';

const ACTIONS = '/repos/{owner}/{repo}/actions';
const read = [{ actions: 'read' }] as const;

export const artifactRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${ACTIONS}/artifacts`,
    needs: read,
    handle: (call) => listArtifacts(call, results(call).artifactsIn(call.repository.fullName)),
  },
  {
    method: 'GET',
    template: `${ACTIONS}/runs/{run_id}/artifacts`,
    needs: read,
    handle: (call) => listArtifacts(call, results(call).artifactsOf(requireRun(call).id)),
  },
  {
    method: 'GET',
    template: `${ACTIONS}/artifacts/{artifact_id}`,
    needs: read,
    handle: (call) => ok(viewArtifact(call.world, call.repository, requireArtifact(call))),
  },
  {
    method: 'GET',
    template: `${ACTIONS}/artifacts/{artifact_id}/{archive_format}`,
    needs: read,
    handle: (call) => {
      if (call.actor.token === undefined) throw refuse(401, 'Requires authentication');
      const artifact = requireArtifact(call);
      if (param(call, 'archive_format') !== 'zip') throw notFound();
      if (artifact.expired) throw refuse(410, 'Artifact has expired');
      return redirect(results(call).downloadUrl(artifact.id));
    },
  },
  {
    method: 'DELETE',
    template: `${ACTIONS}/artifacts/{artifact_id}`,
    needs: [{ actions: 'write' }],
    handle: (call) => {
      results(call).remove(requireArtifact(call).id);
      return noContent();
    },
  },
];

function results(call: Call): ResultsService {
  if (call.world.results === undefined) throw new Error('the box was started without its results service');
  return call.world.results;
}

function requireArtifact(call: Call): StoredArtifact {
  const artifact = results(call).artifact(numberParam(call, 'artifact_id'));
  if (artifact?.repository !== call.repository.fullName) throw notFound();
  return artifact;
}

/** Newest first, by name when asked. */
function listArtifacts(call: Call, artifacts: readonly StoredArtifact[]): Promise<Reply> {
  const name = call.query.get('name');
  const found = artifacts.filter((artifact) => name === null || artifact.name === name);
  return countedReply(call, found.toReversed(), {
    name: 'artifacts',
    view: (artifact) => viewArtifact(call.world, call.repository, artifact),
  });
}
