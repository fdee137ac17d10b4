/** What the issues of a model are kept by. */
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import type { Check, ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import type { IssueKind } from '../../../src/shared/domain/kernel/names.ts';
import type { Issue, RunContext } from '../../../src/shared/domain/kernel/platform.ts';

export interface IssueRequest {
  readonly model: SelectedModel;
  /** Whether the configuration has other models: then the retraining gets the name of this one. */
  readonly hasOtherModels: boolean;
  readonly check: Check;
  /** Checks before it, newest first. */
  readonly earlier: readonly ReadCheck[];
  /** Of a new issue: logins. */
  readonly assignees: readonly string[];
  readonly context: RunContext;
  readonly runUrl: string;
  readonly releaseUrl: string;
}

export type KnownIssues = ReadonlyMap<IssueKind, readonly Issue[]>;
