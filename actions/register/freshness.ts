/** Whether the merged tree, which is checked out, holds what the tested one trained from (journeys.md R5). */
import { findChangedInputs } from '../../src/shared/adapters/evidence/find-changed-inputs.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { lockFilePatterns } from '../../src/shared/domain/evidence/lock-files.ts';
import type { Registration } from './registration.ts';

/** @returns one line for each of the model's inputs that differs; none when the evidence is fresh. */
export function findStaleInputs(
  { model, ports }: Registration,
  inputs: Run['inputs'],
): Promise<readonly string[]> {
  return findChangedInputs(ports.workspace, model, inputs);
}
