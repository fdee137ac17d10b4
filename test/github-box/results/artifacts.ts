/**
 * The artifacts of workflow runs: names unique within a run, digest over the stored bytes, an end of the
 * retention. Methods of `ArtifactService` as `@actions/artifact` 6 calls them.
 */
import type { Clock, RuntimeJob, StoredArtifact } from '../mount.ts';
import type { BlobStore } from './blob-store.ts';
import { TwirpError, integer, optionalText, requiredText } from './twirp.ts';
import type { TwirpMethods, TwirpRequest } from './twirp.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What GitHub keeps artifacts by default: https://docs.github.com/actions/reference/limits */
const DEFAULT_RETENTION_DAYS = 90;

interface Artifact {
  readonly id: number;
  readonly job: RuntimeJob;
  readonly name: string;
  readonly contentType: string;
  readonly blob: string;
  readonly createdAt: Date;
  expiresAt: Date;
  /** Known once the upload is finalized; until then no list shows the artifact, but its name is taken. */
  stored?: { readonly sizeBytes: number; readonly digest: string };
}

export class ArtifactStore {
  readonly methods: TwirpMethods = {
    'ArtifactService/CreateArtifact': (request, job) => ({
      ok: true,
      signed_upload_url: this.#blobs.signUpload(this.#create(request, job).blob),
    }),
    'ArtifactService/FinalizeArtifact': (request, job) => ({
      ok: true,
      artifact_id: String(this.#finalize(request, job).id),
    }),
    'ArtifactService/ListArtifacts': (request, job) => ({
      artifacts: this.#inRun(request, job)
        .filter((artifact) => !this.#isExpired(artifact) && matchesFilters(artifact, request))
        .flatMap((artifact) => (artifact.stored ? [toMessage(artifact, artifact.stored)] : [])),
    }),
    'ArtifactService/GetSignedArtifactURL': (request, job) => ({
      signed_url: this.#sign(this.#named(request, job)),
    }),
    'ArtifactService/DeleteArtifact': (request, job) => {
      const { id } = this.#named(request, job);
      this.remove(id);
      return { ok: true, artifact_id: String(id) };
    },
  };
  readonly #clock: Clock;
  readonly #blobs: BlobStore;
  readonly #artifacts = new Map<number, Artifact>();
  #lastId = 0;

  constructor(clock: Clock, blobs: BlobStore) {
    this.#clock = clock;
    this.#blobs = blobs;
  }

  /** Finalized artifacts in order of creation, expired ones included. */
  list(): readonly StoredArtifact[] {
    return [...this.#artifacts.values()].flatMap((artifact) => {
      if (artifact.stored === undefined) return [];
      const { id, name, job, stored, createdAt, expiresAt } = artifact;
      const { repository, runId, attempt } = job;
      const expired = this.#isExpired(artifact);
      return [{ id, repository, runId, attempt, name, ...stored, createdAt, expiresAt, expired }];
    });
  }

  /** @returns what restores those of now: the ones that came since are gone, begun and finalized. */
  snapshot(): () => void {
    const ids = new Set(this.#artifacts.keys());
    return () => {
      for (const id of this.#artifacts.keys()) if (!ids.has(id)) this.remove(id);
    };
  }

  downloadUrl(id: number): string {
    return this.#sign(this.#get(id));
  }

  expire(id: number): void {
    const artifact = this.#get(id);
    artifact.expiresAt = this.#clock.now();
    this.#blobs.remove(artifact.blob);
  }

  remove(id: number): void {
    this.#blobs.remove(this.#get(id).blob);
    this.#artifacts.delete(id);
  }

  #get(id: number): Artifact {
    const artifact = this.#artifacts.get(id);
    if (artifact === undefined) throw new RangeError(`artifact ${id}: no such artifact`);
    return artifact;
  }

  #isExpired(artifact: Artifact): boolean {
    return artifact.expiresAt <= this.#clock.now();
  }

  #inRun(request: TwirpRequest, job: RuntimeJob): readonly Artifact[] {
    const run = requiredText(request, 'workflow_run_backend_id');
    if (run !== job.runBackendId) throw new TwirpError('permission_denied', `the token is not of run ${run}`);
    return [...this.#artifacts.values()].filter((artifact) => artifact.job.runId === job.runId);
  }

  #named(request: TwirpRequest, job: RuntimeJob): Artifact {
    const name = requiredText(request, 'name');
    const found = this.#inRun(request, job).find((artifact) => artifact.name === name);
    if (found === undefined) throw new TwirpError('not_found', `no artifact named ${name} in this run`);
    return found;
  }

  #create(request: TwirpRequest, job: RuntimeJob): Artifact {
    const name = requiredText(request, 'name');
    if (this.#inRun(request, job).some((artifact) => artifact.name === name)) {
      const message = 'an artifact with this name already exists on the workflow run';
      throw new TwirpError('already_exists', message);
    }
    const id = ++this.#lastId;
    const createdAt = this.#clock.tick();
    const expiresAt = new Date(
      createdAt.getTime() + retentionMs(optionalText(request, 'expires_at'), createdAt),
    );
    const contentType = optionalText(request, 'mime_type') || 'application/zip';
    const artifact = { id, job, name, contentType, blob: `artifacts/${id}`, createdAt, expiresAt };
    this.#artifacts.set(id, artifact);
    return artifact;
  }

  #finalize(request: TwirpRequest, job: RuntimeJob): Artifact {
    const artifact = this.#named(request, job);
    const blob = this.#blobs.read(artifact.blob);
    if (blob === undefined) throw new TwirpError('not_found', 'nothing was uploaded for this artifact');
    const { sizeBytes, digest } = blob;
    const claimed = optionalText(request, 'hash');
    if (integer(request, 'size') !== sizeBytes || (claimed !== '' && claimed !== digest)) {
      throw new TwirpError('invalid_argument', `stored are ${sizeBytes} bytes with ${digest}`);
    }
    artifact.stored = { sizeBytes, digest };
    return artifact;
  }

  #sign(artifact: Artifact): string {
    if (artifact.stored === undefined || this.#isExpired(artifact)) {
      throw new TwirpError('not_found', `artifact ${artifact.name} is not there (any more)`);
    }
    const isZip = artifact.contentType === 'application/zip';
    const fileName = isZip ? `${artifact.name}.zip` : artifact.name;
    return this.#blobs.signDownload(artifact.blob, { contentType: artifact.contentType, fileName });
  }
}

/**
 * The client adds its retention to the clock of its machine, so only the distance from that counts: from this machine's,
 * or, where a step lives in the time of a story, from the box's.
 */
function retentionMs(expiresAt: string, boxNow: Date): number {
  if (expiresAt === '') return DEFAULT_RETENTION_DAYS * DAY_MS;
  const expires = Date.parse(expiresAt);
  const asked = expires - (expires > Date.now() ? Date.now() : boxNow.getTime());
  return Math.min(Math.max(asked, 0), DEFAULT_RETENTION_DAYS * DAY_MS);
}

function matchesFilters(artifact: Artifact, request: TwirpRequest): boolean {
  const name = optionalText(request, 'name_filter');
  const id = optionalText(request, 'id_filter');
  return (name === '' || name === artifact.name) && (id === '' || id === String(artifact.id));
}

function toMessage(artifact: Artifact, stored: NonNullable<Artifact['stored']>): Record<string, unknown> {
  return {
    workflow_run_backend_id: artifact.job.runBackendId,
    workflow_job_run_backend_id: artifact.job.jobBackendId,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(stored.sizeBytes),
    created_at: artifact.createdAt.toISOString(),
    digest: stored.digest,
  };
}
