/**
 * Which files of the commit training and scoring read, seen and not followed: names of files stand in formats without end
 * (docs/trust.md#what-the-scoring-reads).
 */
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { listAtLeast, listFolders, listReads } from '../../../src/shared/domain/supply-chain/reads.ts';
import { listSideEffects } from '../../../src/shared/domain/supply-chain/side-effects.ts';
import type { CommandOutcome, Commands } from '../../../src/shared/ports/runner.ts';
import type { FilesRead, NoteReads } from '../../../src/shared/ports/workspace.ts';
import type { TrainPorts } from '../ports.ts';
import { findWork, testNamed, type WorkOfTraining } from './work-of-training.ts';
import type { TrainPlan } from './plan-training.ts';

export interface ObservedReads {
  /** Run a training. */
  readonly training: Commands;
  /** Before a training, and before the states of its outputs are recorded: it changes them. */
  readonly prepareTraining: () => Promise<void>;
  /** Run the score command. */
  readonly scoring: Commands;
  /** Files of the commit that runs of the score command in the workspace read so far, or may have read; empty where that cannot be seen. */
  readonly readByScoring: () => readonly string[];
  /** For run.json; without a key where nothing was seen. @param isOutput of the training: what the record has of it. */
  readonly describe: (isOutput: (path: string) => boolean) => Pick<Run, 'reads' | 'sideEffects'>;
  /** Plain sentences for the report. */
  readonly notes: () => readonly string[];
}

type ObservePorts = Pick<TrainPorts, 'commands' | 'fileReads' | 'workspace' | 'log'>;

export async function observeReads(
  ports: ObservePorts,
  plan: Pick<TrainPlan, 'committed' | 'settings' | 'pipeline' | 'before'>,
): Promise<ObservedReads> {
  const { committed, settings, before } = plan;
  const isNamed = testNamed(plan);
  const tracked = settings.score === undefined ? [] : await committed.match(['**']);
  const [ofTraining, ofScoring] = [startLog(), startLog()];
  const isScored = settings.score !== undefined;
  /** As a copy of the checkout and `git status` do: that says of no file that it is used. */
  const readsAll = ({ seen }: ReadLog): boolean =>
    seen.size > 0 &&
    tracked.every((path) => seen.has(path) || !ports.fileReads.hasContent(ports.workspace, path));
  let noteReads: NoteReads | undefined;
  let work: WorkOfTraining | undefined;
  const prepareScoring = async (): Promise<NoteReads | undefined> => {
    await removeCompiled(ports, tracked, ofScoring);
    // Once: what the score command writes is no work of the training.
    work ??= findWork({ tracked, isNamed }, before, ports.fileReads.list(ports.workspace, tracked));
    const doubted = [...work.written, ...work.made];
    const isDoubted = new Set(doubted);
    const known = tracked.filter((path) => !isDoubted.has(path));
    return await ports.fileReads.prepare(ports.workspace, { known, doubted });
  };
  const training = observedCommands(ports, ofTraining, () => Promise.resolve(noteReads));
  const scoring = observedCommands(ports, ofScoring, prepareScoring);
  return {
    training: isScored ? training : ports.commands,
    scoring: isScored ? scoring : ports.commands,
    prepareTraining: async () => {
      if (!isScored) return;
      await removeCompiled(ports, tracked, ofTraining);
      noteReads = await ports.fileReads.prepare(ports.workspace, { known: tracked, doubted: [] });
    },
    readByScoring: () => {
      // A training that hides reads does not choose what is compared.
      if (isTurnedOff(ofTraining, ofScoring)) return work?.written ?? [];
      return ofScoring.isWhole && !readsAll(ofScoring) ? pathsOf(ofScoring) : [];
    },
    describe: (isOutput) => describeSeen(tracked, { ofTraining, ofScoring, readsAll, work, isOutput }),
    notes: () => [
      ...(ofScoring.isStarted && !ofScoring.isWhole
        ? [isTurnedOff(ofTraining, ofScoring) ? TURNED_OFF : NOT_SEEN]
        : []),
      ...(readsAll(ofScoring) ? [READS_ALL] : []),
      ...new Set([...ofTraining.notes, ...ofScoring.notes]),
    ],
  };
}

const NOT_SEEN =
  'Which files the score command reads was not seen, because the file system of the workspace keeps no times of access: only those that its scripts name are known.';

const TURNED_OFF =
  'Which files the score command reads was seen no more once the training had ended: it changed the files, or the file system, so that times of access are not kept.';

const READS_ALL =
  'The score command reads every file of the commit, as one does that copies the checkout: which of them it uses was not seen, and only those that its scripts name are known.';

/** Of all runs of one kind. */
interface ReadLog {
  readonly seen: Set<string>;
  /** Of which no read shows, so that they may have been read. */
  readonly hidden: Set<string>;
  isStarted: boolean;
  /** False once a run was not seen. */
  isWhole: boolean;
  readonly notes: string[];
}

function startLog(): ReadLog {
  return { seen: new Set(), hidden: new Set(), isStarted: false, isWhole: true, notes: [] };
}

function isSeen({ isStarted, isWhole }: ReadLog): boolean {
  return isStarted && isWhole;
}

function pathsOf({ seen, hidden }: ReadLog): readonly string[] {
  return [...new Set([...seen, ...hidden])];
}

/** Whether reads showed before the training, and do not after it. */
function isTurnedOff(ofTraining: ReadLog, ofScoring: ReadLog): boolean {
  return isSeen(ofTraining) && !ofScoring.isWhole;
}

async function removeCompiled(
  { fileReads, workspace, log }: ObservePorts,
  tracked: readonly string[],
  { notes }: ReadLog,
): Promise<void> {
  const [left] = await fileReads.removeCompiled(workspace, tracked);
  if (left === undefined || notes.includes(noteOf(left))) return;
  notes.push(noteOf(left));
  log.warning(noteOf(left));
}

/**
 * Runs in another checkout are of another version. Those that are measured repeat one that was seen; what slows them down, such as
 * modules that have to be compiled again, would be measured too.
 */
function observedCommands(
  { commands, workspace }: ObservePorts,
  reads: ReadLog,
  prepare: () => Promise<NoteReads | undefined>,
): Commands {
  return {
    run: async (request): Promise<CommandOutcome> => {
      if (request.cwd !== workspace.root || request.measuresMemory === true)
        return await commands.run(request);
      const readSince = (await prepare())?.();
      const outcome = await commands.run(request);
      reads.isStarted = true;
      if (readSince === undefined) reads.isWhole = false;
      else addReads(reads, readSince());
      return outcome;
    },
  };
}

function addReads(reads: ReadLog, { seen, hidden }: ReturnType<FilesRead>): void {
  for (const path of seen) reads.seen.add(path);
  for (const path of hidden) reads.hidden.add(path);
}

function noteOf(folder: string): string {
  return `${folder} could not be removed: Python may load modules that were compiled from other code than was committed.`;
}

interface ReadLogs {
  readonly ofTraining: ReadLog;
  readonly ofScoring: ReadLog;
  readonly readsAll: (log: ReadLog) => boolean;
}

interface SeenFiles extends ReadLogs {
  /** Undefined before the score command ran. */
  readonly work: WorkOfTraining | undefined;
  readonly isOutput: (path: string) => boolean;
}

function describeSeen(
  tracked: readonly string[],
  { work, isOutput, ...logs }: SeenFiles,
): Pick<Run, 'reads' | 'sideEffects'> {
  const { ofTraining, ofScoring, readsAll } = logs;
  const made = (work?.made ?? []).filter((path) => !isOutput(path));
  const removed = (work?.removed ?? []).filter((path) => !isOutput(path));
  if (isTurnedOff(ofTraining, ofScoring)) return { sideEffects: listSideEffects(made, removed) };
  if (!isSeen(ofScoring) || readsAll(ofScoring)) return {};
  const isRead = new Set(pathsOf(ofScoring));
  const met = made.filter((path) => isRead.has(path));
  return { reads: describeReads(tracked, logs), sideEffects: listSideEffects(met, removed) };
}

function describeReads(
  tracked: readonly string[],
  { ofTraining, ofScoring, readsAll }: ReadLogs,
): NonNullable<Run['reads']> {
  const isTracked = new Set(tracked);
  const training =
    isSeen(ofTraining) && !readsAll(ofTraining) ? listReads(ofTraining.seen, tracked) : undefined;
  const scored = pathsOf(ofScoring).filter((path) => isTracked.has(path));
  const scoring = listAtLeast(scored, tracked);
  const folders = listFolders([...(training ?? []), ...scoring], tracked);
  // What is not known file by file is in common with nothing.
  const isKnown = (entry: string): boolean =>
    !entry.endsWith('/') || folders.some(({ folder }) => entry === `${folder}/`);
  return {
    ...(training?.every(isKnown) === true && { training: [...training] }),
    scoring: [...scoring],
    ...(folders.length > 0 && { folders }),
  };
}
