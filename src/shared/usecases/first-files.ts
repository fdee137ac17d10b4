/** Files that steps of the jobs of the evidence and score commands name themselves: what these call in turn is in `follow-scripts.ts`. */
import type { ModelConfig } from '../domain/config/config.ts';
import type { FileIndex } from '../domain/supply-chain/file-index.ts';
import type { JobCommands } from '../domain/supply-chain/job-commands.ts';
import {
  filesImportedInCommand,
  filesNamedInCommand,
  scriptsReachedFrom,
} from '../domain/supply-chain/named-scripts.ts';
import { filesOfCommands } from '../domain/supply-chain/files-of-commands.ts';
import { filesOfOwnPrograms } from './command-scripts.ts';
import { filesOfVariable } from './find-training-files.ts';
import type { ReadScript } from './follow-scripts.ts';

export interface FirstFiles {
  readonly ofSteps: readonly string[];
  readonly ofScore: readonly string[];
}

export async function findFirstFiles(
  read: ReadScript,
  { configs }: { readonly configs: readonly ModelConfig[] },
  { jobs, index }: { readonly jobs: readonly JobCommands[]; readonly index: FileIndex },
): Promise<FirstFiles> {
  const commands = [...configs.map(({ score }) => score?.command), ...jobs.flatMap(({ score }) => score)];
  const ofSteps = jobs.flatMap(({ steps }) => steps.map(({ text }) => text));
  return {
    ofSteps: [...stepFiles(jobs, index), ...(await filesOfOwnPrograms(read, ofSteps, index))],
    ofScore: [
      ...filesOfCommands(commands, index),
      ...commands.flatMap((command) => filesImportedInCommand(command ?? '', index)),
      ...(await filesOfOwnPrograms(read, commands, index)),
    ],
  };
}

function stepFiles(jobs: readonly JobCommands[], index: FileIndex): readonly string[] {
  return jobs.flatMap(({ steps, values, variables, folders }) => [
    ...[...index.paths].filter((path) => folders.some((folder) => path.startsWith(`${folder}/`))),
    ...steps.flatMap((step) => filesNamedInCommand(step, index)),
    ...values.flatMap((text) => scriptsReachedFrom({ path: 'value.conf', text }, index)),
    ...variables.flatMap((text) => filesOfVariable(text, index)),
  ]);
}
