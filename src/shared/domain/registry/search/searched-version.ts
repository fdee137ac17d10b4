/** What can be asked about a version: by its tags, and by the registration that the ledger has of it. */
import { documentDigest } from '../../kernel/digest.ts';
import type { ReadEvaluation } from '../../documents/evaluation.ts';
import type { LedgerEvent } from '../../documents/event.ts';
import type { ModelVersion } from '../../documents/model.ts';
import { showValue } from '../../documents/open-values.ts';
import type { Run } from '../../documents/run.ts';
import { ledgerPath } from '../../kernel/names.ts';
import type { Tag } from '../../kernel/platform.ts';
import { checkReleasedVersion } from '../check-released-version.ts';
import { registrationFile } from '../ledger-entries.ts';
import { findAssignment } from '../resolve-stage.ts';
import { isActive, readTagHistory } from '../tag-history.ts';
import { readTagMessage } from '../tag-message.ts';
import { isVersionMark, statusOf, type VersionStatus } from '../version-status.ts';

export interface SearchedVersion {
  /** Of the model. */
  readonly name: string;
  /** Without the `v`. */
  readonly version: string;
  readonly tag: string;
  readonly message: string;
  /** Of the code. */
  readonly commit: string;
  readonly createdMs: number;
  /** It is assigned to each of these now. */
  readonly stages: readonly string[];
  readonly status: VersionStatus;
  readonly modelDigest: string | undefined;
  /** Where the ledger has its registration; undefined where register did not make the tag. */
  readonly ledgerPath: string | undefined;
}

export interface SearchedDataset {
  readonly name: string;
  /** SHA-256; of a data set that was logged to a tracking tool, what that computed. */
  readonly digest: string;
  /** `data`, `scored`, `rows`, or what the training logged. */
  readonly context: string | undefined;
}

/** What only the registration says. */
export interface VersionDetails {
  readonly metrics: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly SearchedDataset[];
}

/** Newest first. O(T · S) for T tags and S stages of the model. */
export function listSearchedVersions(model: string, tags: readonly Tag[]): readonly SearchedVersion[] {
  const history = readTagHistory(model, tags);
  const stages = new Set(
    history.events.flatMap(({ stage }) => (stage === undefined || isVersionMark(stage) ? [] : [stage])),
  );
  const stagesOf = Map.groupBy(
    [...stages].flatMap((stage) => {
      const assigned = findAssignment(history, stage);
      return assigned === undefined ? [] : [{ stage, commit: assigned.version.commit }];
    }),
    ({ commit }) => commit,
  );
  return history.versions
    .filter(isActive)
    .flatMap((found): readonly SearchedVersion[] => {
      const event = found.registrations.at(-1);
      const { version, commit } = found;
      if (version === undefined || event === undefined) return [];
      const file = registrationFile(model, event);
      const { modelDigest, commit: code } = readTagMessage(event.message);
      return [
        {
          ...{ name: model, version, tag: event.tag, message: event.message, modelDigest },
          ...{ commit: code ?? commit, createdMs: 1000 * event.atSeconds },
          stages: (stagesOf.get(commit) ?? []).map(({ stage }) => stage).sort(),
          status: statusOf(found, stagesOf.has(commit)),
          ledgerPath: file && ledgerPath(file),
        },
      ];
    })
    .toSorted((left, right) => right.createdMs - left.createdMs);
}

export type RegisteredEvent = Extract<LedgerEvent, { readonly event: 'registered' }>;

interface Registration {
  readonly run: Run;
  readonly evaluation: ReadEvaluation;
  readonly version: ModelVersion;
}

/** @throws ConflictError DIGEST_MISMATCH where the event is not what the tag of the version says. */
export function readVersionDetails(version: SearchedVersion, event: RegisteredEvent): VersionDetails {
  const { run, evaluation, version: document }: Registration = event;
  checkReleasedVersion(document, version);
  const isItsRun = documentDigest(run) === document.run;
  const claims = isItsRun ? run : undefined;
  const evaluated = Object.fromEntries((document.metrics ?? []).map(({ metric, value }) => [metric, value]));
  const files = claims?.inputs.files.filter(({ role }) => role === 'data') ?? [];
  const scored = claims?.scored?.data;
  return {
    // Twice: what was evaluated comes first, and before what the training claims under the same name.
    metrics: { ...evaluated, ...claims?.metrics, ...evaluated },
    parameters: textsOf(claims?.parameters ?? {}),
    tags: tagsOf(event, claims?.metricsFile?.notes ?? {}),
    datasets: [
      ...files.map(({ path, sha256 }) => ({ name: path, digest: sha256, context: 'data' })),
      ...(scored === undefined ? [] : [{ name: scored.path, digest: scored.sha256, context: 'scored' }]),
      ...(evaluation.rows === undefined
        ? []
        : [{ name: 'rows', digest: evaluation.rows.digest, context: 'rows' }]),
      ...(claims?.tracking?.datasets ?? []).map(({ name, digest, context }) => ({ name, digest, context })),
    ],
  };
}

/** As MLflow has parameters: all are texts. */
function textsOf(parameters: RegisteredEvent['run']['parameters']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)]));
}

/** What the version says of itself comes before what the metrics file says. */
function tagsOf(
  { version, evaluation, reevaluation }: RegisteredEvent,
  notes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { task, purpose, owner, commit, approval } = version;
  const own = {
    ...{ task: showValue(task), verdict: showValue((reevaluation ?? evaluation).verdict), purpose, owner },
    'mlflow.source.git.commit': commit,
    pull_request: approval.pullRequest === undefined ? undefined : String(approval.pullRequest),
  };
  const known = Object.entries(own).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { ...notes, ...Object.fromEntries(known) };
}
