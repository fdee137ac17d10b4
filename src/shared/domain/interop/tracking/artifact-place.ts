/**
 * Where an artifact may lie: below the folder of a run or of a logged model that exists, as the addresses that the
 * clients were given say (`<experiment>/<run>/artifacts/…`, `<experiment>/models/<id>/artifacts/…`).
 */
import { hasControlCharacter } from '../../kernel/archive-limits.ts';
import { isContainedPath } from '../../kernel/repository-path.ts';
import type { TrackedState } from './tracked-state.ts';
import { invalid, missing } from './tracking-refusal.ts';

const MAX_PATH_LENGTH = 1024;
const PLACE = /^(?<experiment>[^/]+)\/(?:models\/(?<model>[^/]+)|(?<run>[^/]+))\/artifacts(?:\/|$)/;

/** @param encoded a path of an address; it is decoded once. @throws TrackingRefusal for one that leads elsewhere. */
export function decodeArtifactPath(encoded: string): string {
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    throw invalid('path', 'a path in UTF-8', encoded);
  }
  const isPlain = path.length <= MAX_PATH_LENGTH && isContainedPath(path) && !hasControlCharacter(path);
  if (!isPlain || !path.isWellFormed())
    throw invalid('path', 'a relative path that stays in its folder', path);
  return path;
}

/** @throws TrackingRefusal for a path that belongs to no run and no logged model. */
export function requireOwnedPath(state: TrackedState, path: string): string {
  const { experiment, model, run } = PLACE.exec(path)?.groups ?? {};
  const owner = model === undefined ? run !== undefined && state.runs.get(run) : state.models.get(model);
  if (!owner || owner.experimentId !== experiment) throw missing('artifact folder', path);
  return path;
}
