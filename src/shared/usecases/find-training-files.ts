/**
 * What the training of a model reaches of a repository: the scripts that its command runs, and what those name. What it has in
 * common with the scoring is code of the model (docs/trust.md#the-base-decides).
 */
import type { ModelConfig } from '../domain/config/config.ts';
import { trainingConfigDigest } from '../domain/config/select-model.ts';
import { parsePatterns } from '../domain/kernel/glob.ts';
import type { FileIndex } from '../domain/supply-chain/file-index.ts';
import { inputPatternsOf } from '../domain/supply-chain/input-patterns.ts';
import type { JobCommands } from '../domain/supply-chain/job-commands.ts';
import { filesNamedInCommand, filesReachedFrom } from '../domain/supply-chain/named-scripts.ts';
import { isScript } from '../domain/supply-chain/script-names.ts';
import { filesOfCommands } from '../domain/supply-chain/files-of-commands.ts';
import { contentsOfFolders, filesOfOwnPrograms } from './command-scripts.ts';
import { followScripts, type ReadScript } from './follow-scripts.ts';

/** A file on both sides of a change; what is not changed is the same on both. */
export interface Sides {
  readonly readOld: ReadScript;
  readonly readNew: ReadScript;
}

export interface Trainings extends Sides {
  readonly index: FileIndex;
  /** That of the base first, where it has one, then that of the change. */
  readonly configs: readonly ModelConfig[];
  readonly jobs: readonly JobCommands[];
  /** Files that a step or the score command names. */
  readonly named: ReadonlySet<string>;
}

export interface TrainingReach {
  /** Files that its command names, and no step and no score command: the model file is theirs, and the scoring loads it. */
  readonly isOwn: (path: string) => boolean;
  /** What it reaches, where a command says it; else a step of the job is the training, and `paths` say what makes the model. */
  readonly isShared: (path: string) => boolean;
  /** What a command of it reaches, and what `paths` and `data` name. */
  readonly isReached: (path: string) => boolean;
  /** Whatever else reaches it: the code of the training, its data and its environment. */
  readonly isInput: (path: string) => boolean;
}

/** What the change makes of the training must not take a file out of the review. */
export function trainingBefore(trainings: Trainings): Promise<TrainingReach> {
  return findTraining(trainings, trainings.readOld, trainings.configs[0]);
}

export function trainingAfter(trainings: Trainings): Promise<TrainingReach> {
  return findTraining(trainings, trainings.readNew, trainings.configs[1] ?? trainings.configs[0]);
}

/** By what the change leaves as it is: so before it as well as after it. Costs no request more than those. */
export function trainingUnchanged(trainings: Trainings, changed: readonly string[]): Promise<TrainingReach> {
  const isChanged = new Set(changed);
  const read: ReadScript = (path) =>
    isChanged.has(path) ? Promise.resolve(undefined) : trainings.readNew(path);
  return findTraining(trainings, read, trainings.configs[0]);
}

async function findTraining(
  { index, jobs, named }: Trainings,
  read: ReadScript,
  config: ModelConfig | undefined,
): Promise<TrainingReach> {
  const commands = [config?.train?.command, ...jobs.flatMap((job) => job.training)].filter(
    (command) => command !== undefined,
  );
  const patterns = [config?.paths ?? [], config?.data ?? []].map(parsePatterns);
  const isNamedInput = (path: string): boolean => patterns.some((inputs) => inputs.matches(path));
  const ofConfig = config === undefined ? [] : inputPatternsOf(config);
  const isAny = (config?.paths ?? []).length === 0;
  const isOfConfig = (path: string): boolean => isAny || ofConfig.some((set) => set.matches(path));
  const ofPipeline = await filesOfPipeline(config, read, index);
  const isMade = (path: string): boolean => ofPipeline.has(path) || isOfConfig(path);
  if (commands.length === 0)
    return {
      isOwn: () => false,
      isShared: (path) => isAny || isNamedInput(path),
      isReached: (path) => isAny || isNamedInput(path) || ofPipeline.has(path),
      isInput: isMade,
    };
  const own = new Set([
    ...filesOfCommands(commands, index),
    ...(await filesOfOwnPrograms(read, commands, index)),
  ]);
  const { paths } = await followScripts(read, index, own);
  const reached = new Set([...paths, ...contentsOfFolders(commands, index)]);
  return {
    isOwn: (path) => !named.has(path) && own.has(path),
    isShared: (path) =>
      (!named.has(path) && reached.has(path)) || (isNamedInput(path) && isOfVariables(path, jobs, index)),
    isReached: (path) => own.has(path) || reached.has(path) || isNamedInput(path),
    isInput: (path) => own.has(path) || reached.has(path) || isMade(path),
  };
}

async function filesOfPipeline(
  config: ModelConfig | undefined,
  read: ReadScript,
  index: FileIndex,
): Promise<ReadonlySet<string>> {
  if (config?.train?.dvc === undefined) return new Set();
  const folder = config['working-directory'];
  const command = `${folder === undefined ? '' : `cd ${folder} && `}dvc repro`;
  return (await followScripts(read, index, filesOfCommands([command], index))).paths;
}

/** Whether two configurations train otherwise, such as by another command. @param configs those of `Trainings`. */
export function trainsOtherwise(configs: readonly ModelConfig[]): boolean {
  const digests = configs.map((config) => trainingConfigDigest({ name: '', config }));
  return new Set(digests).size > 1;
}

/** What a variable names reaches the training too: settings of the model, where `paths` or `data` have them. */
function isOfVariables(path: string, jobs: readonly JobCommands[], index: FileIndex): boolean {
  const found = jobs.flatMap(({ variables }) => variables.flatMap((text) => filesOfVariable(text, index)));
  return !isScript(path) && found.includes(path);
}

/** Files that it names, and the settings of a folder that it names; `PYTHONPATH` and others have several, with ":" between them. */
export function filesOfVariable(text: string, index: FileIndex): readonly string[] {
  return [
    ...filesNamedInCommand({ path: 'value.conf', text }, index),
    ...filesReachedFrom({ path: 'value.conf', text }, index),
  ];
}
