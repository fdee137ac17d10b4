/** How the responses of a version are evaluated: what score.sh runs, and the rows that it leaves. */
import { depthOf } from '../kernel/repository-path.ts';
import type { PackageSetup } from './find-environment.ts';
import { NOT_TRAINING } from './find-training.ts';
import type { ResponseColumns } from './response-columns.ts';

export interface PromptEvaluation {
  /** In words. */
  readonly found: string;
  /** Whether it is the file of a tool that evaluates responses and nothing else. */
  readonly isOfTool: boolean;
  /** Of the prompts: what is configured beside them, and belongs to a version. */
  readonly settings: readonly string[];
  /** Lines of a shell, in a copy of the checkout that has the prompts of a version. */
  readonly run: readonly string[];
  /** What they write, as a pattern of the shell in that copy: one row for each response, or a log that is read as such. */
  readonly log: string;
  /** Where the cases are. */
  readonly data: string;
  readonly columns: ResponseColumns;
  readonly packages: PackageSetup;
  /** What only a person knows, as questions; without one, nothing is left to complete. */
  readonly open: readonly string[];
}

/** The nearest to the root, without examples and tests. */
export function nearestOf(paths: readonly string[]): string | undefined {
  return paths
    .filter((path) => !NOT_TRAINING.test(path))
    .toSorted((one, other) => depthOf(one) - depthOf(other))[0];
}
