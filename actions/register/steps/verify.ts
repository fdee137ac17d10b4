/** Whether a version is still what was registered: tag, release, every byte, documents and ledger. Nothing is written. */
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import type { ModelAsset } from '../../../src/shared/domain/documents/model.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema } from '../../../src/shared/domain/documents/run.ts';
import { ConflictError, DataError, type StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { listLedgerEntries } from '../../../src/shared/domain/registry/ledger-entries.ts';
import {
  EVALUATION_DOCUMENT,
  REEVALUATION_DOCUMENT,
  RUN_DOCUMENT,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import {
  asRegistered,
  checkAddedAssets,
  checkRegisteredEvaluation,
  checkRegisteredEvent,
  checkRegisteredRun,
  type VersionCheck,
  type VersionPart,
} from '../../../src/shared/domain/registry/version-checks.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { downloadStored, storedModelOf, unpackFiles } from '../../../src/shared/usecases/download-model.ts';
import {
  downloadRegistered,
  fetchVersion,
  type ReleasedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { Nothing, Verified } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { emptyStage } from './nothing.ts';
import { findAsked, stageOf } from './promote.ts';

/** @returns `nothing` for an empty stage. */
export async function verify(step: RegisterStep): Promise<Verified | Nothing> {
  const { model, ports } = step;
  const tags = await ports.tags.ofModel(model.name);
  const stage = stageOf(step);
  const found = findAsked(step, tags, stage);
  if (found === undefined) return emptyStage(step, stage);
  const files = await ports.scratch('version');
  const { version, tag } = found;
  const about = { kind: 'verified', model: model.name, version, tag } as const;
  const opened = await attempt(() => fetchVersion(ports, found, files));
  if (!opened.ok) return { ...about, checks: [asFinding('model.json', opened.error)], release: undefined };
  const released = opened.value;
  const checks = await ports.log.group(`Download and verify ${tag}`, () =>
    checkParts(step, { released, files, tags }),
  );
  const { document, release } = released;
  return { ...about, checks, release: { url: release.url, modelDigest: document.modelDigest } };
}

interface Opened {
  readonly released: ReleasedVersion;
  readonly files: Files;
  readonly tags: readonly Tag[];
}

async function checkParts(step: RegisterStep, opened: Opened): Promise<readonly VersionCheck[]> {
  const { released, files } = opened;
  const { document, release } = released;
  const read = async (part: VersionPart, check: () => Promise<VersionCheck>): Promise<VersionCheck> => {
    const checked = await attempt(check);
    return checked.ok ? checked.value : asFinding(part, checked.error);
  };
  const wholeFiles = await checkFiles(step, opened);
  const run = async () => parseDocument(runSchema, await files.read(RUN_DOCUMENT), RUN_DOCUMENT);
  const evaluation = async (name: string) => parseDocument(evaluationSchema, await files.read(name), name);
  return [
    asRegistered('model.json'),
    wholeFiles,
    await read('run.json', async () => checkRegisteredRun(document, await run())),
    await read('evaluation.json', async () => {
      const again = document.reevaluation && (await evaluation(REEVALUATION_DOCUMENT));
      return checkRegisteredEvaluation(document, await evaluation(EVALUATION_DOCUMENT), again);
    }),
    await read('ledger', () => findRegistration(step, opened)),
    checkAddedAssets(document, release.assets),
  ];
}

/** Each on its own, so that the first one that differs does not hide the others. */
async function checkFiles({ ports }: RegisterStep, { released, files: into }: Opened): Promise<VersionCheck> {
  const { files, pack } = storedModelOf(released);
  const documents = released.document.assets.filter(({ role }) => !isOfModel(role));
  const works = [
    ...documents.map((asset) => () => downloadRegistered(ports.releases, released.release, { asset, into })),
    ...files.map((file) => () => downloadStored(ports, released, { file, into })),
    ...(pack === undefined ? [] : [() => unpackFiles(ports, released, { pack, into })]),
  ];
  const found: VersionCheck[] = [];
  for (const work of works) {
    const downloaded = await attempt(work);
    if (!downloaded.ok) found.push(asFinding('files', downloaded.error));
  }
  const [first, ...more] = found;
  if (first === undefined) return asRegistered('files');
  return { ...first, detail: `${first.detail}${more.length > 0 ? `, and ${more.length} more` : ''}` };
}

/** Of which files are stored as one asset, as parts, or in an archive. */
function isOfModel(role: ModelAsset['role']): boolean {
  return role === 'model' || role === 'pack' || role === 'pack-index';
}

async function findRegistration(
  { ports, model }: RegisterStep,
  { released, tags }: Opened,
): Promise<VersionCheck> {
  const entry = listLedgerEntries(model.name, tags, Infinity).find(
    ({ event, tag }) => event === 'registered' && tag === released.tag,
  );
  if (entry === undefined)
    return {
      part: 'ledger',
      result: 'missing',
      detail: `expected the tag ${released.tag} to name its run, got none`,
    };
  const path = ledgerPath(entry.file);
  return checkRegisteredEvent(released.digest, path, await ports.ledger.read(path));
}

/** What the release or the ledger say wrongly. @throws anything else, of which nothing is known about the version. */
function asFinding(part: VersionPart, error: StewardError): VersionCheck {
  if (!(error instanceof ConflictError || error instanceof DataError)) throw error;
  const isMissing = error.code === 'NOT_PUBLISHED';
  return { part, result: isMissing ? 'missing' : 'differs', detail: error.message };
}
