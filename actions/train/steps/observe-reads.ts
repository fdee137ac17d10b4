/**
 * Which files of the commit training and scoring read, seen and not followed: names of files stand in formats without end
 * (docs/trust.md#what-the-scoring-reads).
 */
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { listAtLeast, listReads } from '../../../src/shared/domain/supply-chain/reads.ts';
import type { CommandOutcome, Commands } from '../../../src/shared/ports/runner.ts';
import type { NoteReads } from '../../../src/shared/ports/workspace.ts';
import type { TrainPorts } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';

export interface ObservedReads {
  /** Run a training. */
  readonly training: Commands;
  /** Before a training, and before the states of its outputs are recorded: it changes them. */
  readonly prepareTraining: () => Promise<void>;
  /** Run the score command. */
  readonly scoring: Commands;
  /** What runs of the score command in the workspace read so far; empty where that cannot be seen. */
  readonly readByScoring: () => readonly string[];
  /** For run.json; undefined where nothing was seen. */
  readonly describe: () => Run['reads'];
  /** Plain sentences for the report. */
  readonly notes: () => readonly string[];
}

type ObservePorts = Pick<TrainPorts, 'commands' | 'fileReads' | 'workspace' | 'log'>;

export async function observeReads(
  ports: ObservePorts,
  { committed, settings }: Pick<TrainPlan, 'committed' | 'settings'>,
): Promise<ObservedReads> {
  const tracked = settings.score === undefined ? [] : await committed.match(['**']);
  const [ofTraining, ofScoring] = [startLog(), startLog()];
  const isScored = settings.score !== undefined;
  /** As a copy of the checkout and `git status` do: that says of no file that it is used. */
  const readsAll = ({ paths }: ReadLog): boolean =>
    paths.size > 0 &&
    tracked.every((path) => paths.has(path) || !ports.fileReads.hasContent(ports.workspace, path));
  let noteReads: NoteReads | undefined;
  const prepare = async (log: ReadLog): Promise<NoteReads | undefined> =>
    await prepareReads(ports, tracked, log);
  const training = observedCommands(ports, ofTraining, () => Promise.resolve(noteReads));
  const scoring = observedCommands(ports, ofScoring, () => prepare(ofScoring));
  return {
    training: isScored ? training : ports.commands,
    scoring: isScored ? scoring : ports.commands,
    prepareTraining: async () => {
      if (isScored) noteReads = await prepare(ofTraining);
    },
    readByScoring: () => (ofScoring.isWhole && !readsAll(ofScoring) ? [...ofScoring.paths] : []),
    describe: () => describeReads(tracked, { ofTraining, ofScoring, readsAll }),
    notes: () => [
      ...(ofScoring.isStarted && !ofScoring.isWhole ? [NOT_SEEN] : []),
      ...(readsAll(ofScoring) ? [READS_ALL] : []),
      ...new Set([...ofTraining.notes, ...ofScoring.notes]),
    ],
  };
}

const NOT_SEEN =
  'Which files the score command reads was not seen, because the file system of the workspace keeps no times of access: only those that its scripts name are known.';

const READS_ALL =
  'The score command reads every file of the commit, as one does that copies the checkout: which of them it uses was not seen, and only those that its scripts name are known.';

/** Of all runs of one kind. */
interface ReadLog {
  readonly paths: Set<string>;
  isStarted: boolean;
  /** False once a run was not seen. */
  isWhole: boolean;
  readonly notes: string[];
}

function startLog(): ReadLog {
  return { paths: new Set(), isStarted: false, isWhole: true, notes: [] };
}

async function prepareReads(
  { fileReads, workspace, log }: ObservePorts,
  tracked: readonly string[],
  { notes }: ReadLog,
): Promise<NoteReads | undefined> {
  const [left] = await fileReads.removeCompiled(workspace, tracked);
  if (left !== undefined && !notes.includes(noteOf(left))) {
    notes.push(noteOf(left));
    log.warning(noteOf(left));
  }
  return await fileReads.prepare(workspace, tracked);
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
      else for (const path of readSince()) reads.paths.add(path);
      return outcome;
    },
  };
}

function noteOf(folder: string): string {
  return `${folder} could not be removed: Python may load modules that were compiled from other code than was committed.`;
}

interface ReadLogs {
  readonly ofTraining: ReadLog;
  readonly ofScoring: ReadLog;
  readonly readsAll: (log: ReadLog) => boolean;
}

function describeReads(
  tracked: readonly string[],
  { ofTraining, ofScoring, readsAll }: ReadLogs,
): Run['reads'] {
  const isSeen = (log: ReadLog): boolean => log.isStarted && log.isWhole;
  if (!isSeen(ofScoring) || readsAll(ofScoring)) return undefined;
  const training =
    isSeen(ofTraining) && !readsAll(ofTraining) ? listReads(ofTraining.paths, tracked) : undefined;
  return {
    ...(training !== undefined && { training: [...training] }),
    scoring: [...listAtLeast(ofScoring.paths, tracked)],
  };
}
