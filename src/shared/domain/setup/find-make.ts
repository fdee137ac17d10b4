/** Trainings that a Makefile runs: by a target of that name, else by the one whose recipe starts a training script. */
import { lastPartOf } from '../kernel/repository-path.ts';
import { expandCommands } from './expand-commands.ts';
import { scriptsNamedBy } from './follow-code.ts';
import type { FoundTraining } from './found-training.ts';
import { parseMakefile, type Makefile, type MakeRule } from './makefile.ts';
import { isModelFile } from './output-names.ts';
import type { Survey } from './survey.ts';

const MAKEFILE = 'Makefile';
const TRAINING_TARGET = /^(?:re)?train[\w-]*$/;
const RUNS_TRAINING = /\b(?:python3?|Rscript|julia|node|go run|bash|sh)\s[^\n]*\b(?:train|fit|finetune)/i;
const MAX_MODELS = 50;

export function findMake(survey: Survey): FoundTraining | undefined {
  const makefile = parseMakefile(survey.read(MAKEFILE) ?? '');
  const target = findTarget(makefile);
  return target === undefined ? undefined : trainingOf(survey, target);
}

/** Where one pattern makes several models, each of them. @returns none, or two and more. */
export function findMakeModels(survey: Survey): readonly FoundTraining[] {
  const makefile = parseMakefile(survey.read(MAKEFILE) ?? '');
  const target = findTarget(makefile);
  const made = (target === undefined ? [] : reachedFrom(makefile, target)).filter(
    ({ target: path, pattern, recipe }) =>
      pattern !== undefined && isModelFile(path) && RUNS_TRAINING.test(recipe),
  );
  const patterns = new Set(made.map(({ pattern }) => pattern));
  if (made.length < 2 || made.length > MAX_MODELS || patterns.size > 1) return [];
  return made.map(({ target: path }) => ({
    ...trainingOf(survey, path),
    name: lastPartOf(path).replace(/\..*$/, ''),
    model: [path],
  }));
}

function trainingOf(survey: Survey, target: string): FoundTraining {
  const command = `make ${target}`;
  const recipes = expandCommands(survey, [command]).commands.filter((one) => one !== command);
  const found = `${MAKEFILE}: ${target}`;
  return { command, tool: 'make', found, code: scriptsNamedBy(survey, recipes), recipes };
}

function findTarget(makefile: Makefile): string | undefined {
  const names = makefile.rules.map(({ target }) => target);
  const named = names.find((name) => TRAINING_TARGET.test(name));
  if (named !== undefined) return named;
  const trains = (name: string): boolean =>
    reachedFrom(makefile, name).some(({ recipe }) => RUNS_TRAINING.test(recipe));
  // `make` alone makes the first target.
  return [...names.filter((name) => name === 'all'), ...names].find(trains);
}

/** The rule of a target and those that it needs. */
function reachedFrom({ ruleOf }: Makefile, target: string): readonly MakeRule[] {
  const reached = new Map<string, MakeRule>();
  const wanted = new Set([target]);
  // What is added to a set while it is walked is walked too.
  for (const name of wanted) {
    const rule = ruleOf(name);
    if (rule === undefined) continue;
    reached.set(name, rule);
    for (const needed of rule.needed) wanted.add(needed);
  }
  return [...reached.values()];
}
