/** `monitor.pull-request` against the file that it names: a proposal that fails would fail on the day on which it is needed. */
import type { ModelConfig } from '../config/config.ts';
import { InputError } from '../kernel/errors.ts';
import { parsePatterns } from '../kernel/glob.ts';
import { moveLine } from '../monitoring/decision/move-line.ts';
import type { SetupFinding } from './setup-finding.ts';
import type { Survey } from './survey.ts';

export function checkRetrainingChange(
  model: ModelConfig,
  where: string,
  survey: Survey,
): readonly SetupFinding[] {
  const change = model.monitor['pull-request'];
  if (change === undefined) return [];
  const problem = describeProblem(change, survey);
  if (problem !== undefined) return [{ severity: 'error', where, ...problem }];
  if (isInput(model, change.file)) return [];
  return [
    {
      severity: 'warning',
      where,
      message: `${change.file} is in neither \`paths\` nor \`data\`, and no command names it: a pull request that changes it counts as unaffected, and nothing is trained`,
      hint: 'list the file in `paths`',
    },
  ];
}

type Change = NonNullable<ModelConfig['monitor']['pull-request']>;

function describeProblem(
  { file, line }: Change,
  { paths, read }: Survey,
): Pick<SetupFinding, 'message' | 'hint'> | undefined {
  const text = paths.includes(file) ? read(file) : undefined;
  if (text === undefined)
    return {
      message: `expected ${file} among the files that git tracks, got none`,
      hint: 'commit it, or correct its path',
    };
  try {
    moveLine(text, { template: line, value: '2026-11-22', where: file });
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { message: error.message, hint: error.hint ?? 'correct the line' };
  }
}

/** Without `paths` each pull request may change the model. */
function isInput({ paths, data, train, score }: ModelConfig, file: string): boolean {
  if (paths.length === 0) return true;
  const named = [train?.command, score?.command].some((command) => command?.includes(file) === true);
  return named || parsePatterns([...paths, ...data]).matches(file);
}
