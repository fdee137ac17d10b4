/**
 * `working-directory` of a model, resolved once: its commands begin there, and its paths become those of the checkout.
 * Everything after it (digests, protection, inputs of the model) sees one spelling, as if it had been written out.
 */
import { includingPatterns, positivePattern } from '../kernel/glob.ts';
import type { ModelConfig } from './config.ts';
import { quoteForShell } from '../kernel/shell-text.ts';

/** @returns the model with paths relative to the root of the checkout. */
export function resolveWorkingDirectory(model: ModelConfig): ModelConfig {
  const { 'working-directory': folder, train, score, predictions, report, monitor, contract } = model;
  if (folder === undefined) return model;
  const at = (path: string): string => pathIn(folder, path);
  const inFolder = (command: string): string => commandIn(model, command);
  return {
    ...model,
    paths: model.paths.map(at),
    data: model.data.map(at),
    ...(train !== undefined && {
      train: {
        ...train,
        ...(train.command !== undefined && { command: inFolder(train.command) }),
        ...(train.model !== undefined && { model: train.model.map(at) }),
        ...mapPaths(train, ['metrics', 'parameters', 'predictions', 'example', 'reference'], at),
      },
    }),
    ...(score !== undefined && {
      score: { ...score, command: inFolder(score.command), data: at(score.data) },
    }),
    ...(contract?.tables !== undefined && {
      contract: { ...contract, tables: contract.tables.map(at) },
    }),
    ...(typeof report === 'object' && { report: { include: report.include.map(at) } }),
    ...(monitor['pull-request'] !== undefined && {
      monitor: {
        ...monitor,
        'pull-request': { ...monitor['pull-request'], ...mapPaths(monitor['pull-request'], ['file'], at) },
      },
    }),
    ...(predictions !== undefined && {
      predictions: { ...predictions, ...mapPaths(predictions, ['labels'], at) },
    }),
  };
}

/** A command that begins in the folder of the model. */
export function commandIn(
  { 'working-directory': folder }: Pick<ModelConfig, 'working-directory'>,
  command: string,
): string {
  return folder === undefined ? command : `cd ${quoteForShell(folder)}\n${command}`;
}

/** Where a file of the model is that nothing names: below its working directory. */
export function defaultPath({ 'working-directory': folder }: ModelConfig, name: string): string {
  return folder === undefined ? name : pathIn(folder, name);
}

/** A pattern that leaves files out does so below the folder. */
function pathIn(folder: string, path: string): string {
  const [included] = includingPatterns([path]);
  return `${included === undefined ? '!' : ''}${folder}/${positivePattern(path)}`;
}

function mapPaths<Key extends string>(
  section: Readonly<Partial<Record<Key, string | undefined>>>,
  keys: readonly Key[],
  at: (path: string) => string,
): Partial<Record<Key, string>> {
  const mapped: Partial<Record<Key, string>> = {};
  for (const key of keys) {
    const path = section[key];
    if (path !== undefined) mapped[key] = at(path);
  }
  return mapped;
}
