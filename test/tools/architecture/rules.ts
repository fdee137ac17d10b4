/**
 * The rules of the house that a machine can check, one file each in `rules/`. What each does not find stands in its
 * header. No sentence, no violation.
 */
import { createProgram } from './program.ts';
import { cycleViolations } from './rules/cycles.ts';
import { domainOrderViolations } from './rules/domain-order.ts';
import { failureViolations } from './rules/failure.ts';
import { globalViolations } from './rules/globals.ts';
import { importTimeViolations } from './rules/import-time.ts';
import { importViolations } from './rules/imports.ts';
import { placementViolations } from './rules/layers.ts';
import { moduleViolations } from './rules/modules.ts';
import { nameViolations } from './rules/names.ts';
import { oneMeaningViolations } from './rules/one-meaning.ts';
import { onePlaceViolations } from './rules/one-place.ts';
import { oneRuleViolations } from './rules/one-rule.ts';
import { pathViolations } from './rules/paths.ts';
import { portViolations } from './rules/ports.ts';
import { stateViolations } from './rules/state.ts';
import { vectorViolations } from './rules/vectors.ts';
import type { SourceFile } from './source-file.ts';
import { renderViolation } from './violation.ts';

export function findViolations(files: readonly SourceFile[]): readonly string[] {
  const program = createProgram(files);
  return [
    ...files.flatMap(placementViolations),
    ...files.flatMap(nameViolations),
    ...files.flatMap(importViolations),
    ...files.flatMap(domainOrderViolations),
    ...files.flatMap(vectorViolations),
    ...files.flatMap(pathViolations),
    ...oneMeaningViolations(files),
    ...oneRuleViolations(files),
    ...cycleViolations(files),
    ...moduleViolations(program),
    ...portViolations(program),
    ...onePlaceViolations(program),
    ...globalViolations(program),
    ...importTimeViolations(program),
    ...stateViolations(program),
    ...failureViolations(program),
  ].map(renderViolation);
}
