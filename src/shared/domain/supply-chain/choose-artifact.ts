/** Which artifact of a run holds the evidence of a model (docs/lifecycle.md#which-artifact-counts). Pure. */
import { artifactName, evaluationArtifactName, failureArtifactName } from '../kernel/names.ts';
import type { Artifact } from '../kernel/platform.ts';
import { parseInstant } from '../kernel/time.ts';

export interface EvidenceArtifacts {
  /** What train left: the newest attempt that holds it. */
  readonly evidence: Artifact;
  readonly attempt: number;
  /** What evaluate left, newest attempt first: "re-run failed jobs" may put it into a later attempt. */
  readonly evaluations: readonly Artifact[];
}

/**
 * A command can upload an artifact under any name. It counts only as that of an attempt which the platform has
 * started, and only when it was created before the next attempt started.
 * @param attempts when each attempt of the run started (RFC 3339), the first one first.
 * @returns undefined when the run holds no evidence of this model; expired artifacts count.
 */
export function chooseArtifacts(
  model: string,
  artifacts: readonly Artifact[],
  attempts: readonly string[],
): EvidenceArtifacts | undefined {
  const newestFirst = (nameOf: NameOf) => newestOf(artifacts, attempts, (attempt) => nameOf(model, attempt));
  const [newest] = newestFirst(artifactName);
  if (newest === undefined) return undefined;
  return {
    evidence: newest.artifact,
    attempt: newest.attempt,
    evaluations: newestFirst(evaluationArtifactName).map(({ artifact }) => artifact),
  };
}

/** What the newest attempt left in which train failed; undefined where none did. Arguments as above. */
export function chooseFailure(
  model: string,
  artifacts: readonly Artifact[],
  attempts: readonly string[],
): Artifact | undefined {
  return newestOf(artifacts, attempts, (attempt) => failureArtifactName(model, attempt))[0]?.artifact;
}

type NameOf = (model: string, attempt: number) => string;

/** Newest attempt first. */
function newestOf(
  artifacts: readonly Artifact[],
  attempts: readonly string[],
  nameOf: (attempt: number) => string,
): readonly { readonly artifact: Artifact; readonly attempt: number }[] {
  return artifacts
    .map((artifact) => ({ artifact, attempt: attemptOf(artifact.name) }))
    .filter(({ artifact, attempt }) => attempt > 0 && artifact.name === nameOf(attempt))
    .filter(({ artifact, attempt }) => isOfAttempt(artifact, attempt, attempts))
    .sort((left, right) => right.attempt - left.attempt);
}

/** The platform's times are whole seconds, so both ends count. */
function isOfAttempt({ createdAt }: Artifact, attempt: number, attempts: readonly string[]): boolean {
  const started = attempts[attempt - 1];
  const next = attempts[attempt];
  const created = parseInstant(createdAt);
  if (started === undefined || !(created >= parseInstant(started))) return false;
  return next === undefined || created <= parseInstant(next);
}

/** The number at the end of the name, in either kind of name; 0 for a name that has none. */
function attemptOf(name: string): number {
  return Number(/-([1-9]\d{0,5})(?:\.[a-z]+)?$/.exec(name)?.[1] ?? 0);
}
