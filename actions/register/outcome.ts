/** How register ends. A refusal is a value: outputs, summary and comment are written before the step fails. */
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import type { StageOperation } from '../../src/shared/domain/registry/tag-message.ts';
import type { Subject } from './steps/subject.ts';

/** A version that holds a stage. */
export interface StageState {
  readonly name: string;
  /** The tag that gave the stage to the version. */
  readonly tag: string;
  readonly operation: StageOperation;
  /** Address of the attempt that made the tag; undefined when it was not register. */
  readonly movedBy: string | undefined;
  /** Version that held the stage before. */
  readonly previous: string | undefined;
}

export interface Registered {
  readonly kind: 'registered';
  readonly subject: Subject;
  readonly document: ModelVersion;
  readonly tag: string;
  readonly releaseUrl: string;
  readonly stage: StageState | undefined;
  /** Why the version holds no stage although one could be expected, with the command that gives it one. */
  readonly advice: string | undefined;
}

/** Nobody did anything wrong, and there is nothing to do. */
export interface Nothing {
  readonly kind: 'nothing';
  readonly model: string;
  readonly reason: string;
  /** The model's inputs did change, so somebody should know. */
  readonly warning: string | undefined;
}

export interface Refused {
  readonly kind: 'refused';
  readonly model: string;
  readonly error: StewardError;
  readonly subject: Subject;
  /** Makes new evidence, where that is the answer. */
  readonly command: string | undefined;
  /** What happened next by itself, such as a retraining that was started. */
  readonly followUp: string | undefined;
}

/** A stage that was moved, was right already, or was looked up. */
export interface Held {
  readonly kind: 'held';
  readonly operation: 'promote' | 'rollback' | 'resolve';
  readonly document: ModelVersion;
  readonly tag: string;
  readonly releaseUrl: string;
  /** Undefined when a version was looked up by its number. */
  readonly stage: StageState | undefined;
  /** Whether this run moved it. */
  readonly moved: boolean;
}

export type RegisterOutcome = Registered | Nothing | Refused | Held;
