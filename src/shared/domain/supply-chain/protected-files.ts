/**
 * Files by which a model is evaluated, beside its configuration: workflows, what the score command runs, its rows,
 * and the labels. Nothing can compute what they change, so a person has to look (docs/trust.md#the-base-decides).
 */
import type { ModelConfig } from '../config/config.ts';
import { filesNamedBy } from './command-files.ts';

export interface FileChange {
  readonly kind: 'workflow' | 'score-command' | 'score-data' | 'labels';
  readonly path: string;
}

/** Workflows, and the composite actions of the repository that they use, wherever those lie. */
const WORKFLOW_PATTERN = /^\.github\/(?:workflows|actions)\/|(?:^|\/)action\.ya?ml$/;

/** Of a file that DVC tracks, git has this one. */
const DVC_POINTER = '.dvc';

/**
 * @param configs the configuration of the base and of the head: a file counts when one of them uses it.
 * @param labels the input `labels` of the step, which overrides `predictions.labels`.
 */
export function findProtectedFiles(
  changed: readonly string[],
  configs: readonly ModelConfig[],
  labels?: string,
): readonly FileChange[] {
  const commands = configs.map(({ score }) => score?.command);
  const scripts = filesNamedBy(commands, changed);
  const rows = configs.flatMap(({ score }) => score?.data ?? []);
  const labelFiles = [labels, ...configs.map(({ predictions }) => predictions?.labels)];
  const kindOf = (path: string): FileChange['kind'] | undefined => {
    const content = path.endsWith(DVC_POINTER) ? path.slice(0, -DVC_POINTER.length) : path;
    if (WORKFLOW_PATTERN.test(path)) return 'workflow';
    if (labelFiles.includes(content)) return 'labels';
    if (rows.includes(content)) return 'score-data';
    return scripts.includes(path) ? 'score-command' : undefined;
  };
  return [...new Set(changed)].sort().flatMap((path) => {
    const kind = kindOf(path);
    return kind === undefined ? [] : [{ kind, path }];
  });
}
