/** What trains in a repository beside what is proposed: a second model must not be left out without a word. */
import { followCode, scriptsNamedBy } from './follow-code.ts';
import { NOT_TRAINING, type Training } from './find-training.ts';
import { parseMakefile } from './makefile.ts';
import { readCode, type Survey } from './survey.ts';

const SCRIPT = /(^|\/)(?:re|fine_?)?(?:train|tune)[^/]*\.(?:py|r|jl|m?js)$/i;
/** What is started, and is no part of another program. */
const PROGRAM =
  /__main__|\.fit\(|argparse|@(?:click|app|hydra)\.|commandArgs|process\.argv|^fit\s*<-|\bfit\(/m;
const TARGET = /^(?:[\w-]*[-_])?(?:re)?train(?:[-_][\w-]*)?$/;
/** Another way to run the same training. */
const SAME_MODEL =
  /[-_](?:all|c?gpu|cpu|local|remote|dev|debug|quick|fast|slow|full|small|test|smoke|sample|docker|ci|image|env|deps|data|logs?)$/;
const MOST_LISTED = 5;

/** @param proposed the trainings of the proposal. @returns each by its script or its target, as people name it. */
export function findUnproposedTrainings(survey: Survey, proposed: readonly Training[]): readonly string[] {
  const run = new Set(proposed.flatMap((training) => codeOf(survey, training)));
  const targets = targetsBeside(survey, proposed, run);
  const others = new Set(targets.flatMap(({ scripts }) => scripts));
  const scripts = survey.paths.filter(
    (path) =>
      SCRIPT.test(path) &&
      !NOT_TRAINING.test(path) &&
      ![run, others].some((known) => known.has(path)) &&
      PROGRAM.test(readCode(survey, path)),
  );
  return [...targets.map(({ target }) => `make ${target}`), ...scripts].slice(0, MOST_LISTED);
}

/** All that a training runs, from the root. */
function codeOf(survey: Survey, { folder, code }: Training): readonly string[] {
  const own = folder === undefined ? code : code.map((path) => `${folder}/${path}`);
  return followCode(
    survey,
    [...code, ...own].filter((path) => survey.paths.includes(path)),
  );
}

interface OtherTarget {
  readonly target: string;
  readonly scripts: readonly string[];
}

/** Targets of the Makefile that start a script, where another one is proposed that does not need them. */
function targetsBeside(
  survey: Survey,
  proposed: readonly Training[],
  run: ReadonlySet<string>,
): readonly OtherTarget[] {
  const { rules, ruleOf } = parseMakefile(survey.read('Makefile') ?? '');
  const reached = new Set(
    proposed.flatMap(({ command = '' }) => /\bmake ([\w./-]+)/.exec(command)?.[1] ?? []),
  );
  // What is added to a set while it is walked is walked too.
  for (const target of reached) for (const needed of ruleOf(target)?.needed ?? []) reached.add(needed);
  return rules.flatMap(({ target, recipe }): OtherTarget[] => {
    if (reached.has(target) || !TARGET.test(target) || SAME_MODEL.test(target)) return [];
    const scripts = scriptsNamedBy(survey, [recipe]);
    const isOther = scripts.some((path) => !run.has(path)) || /-train|_train|train[-_]/.test(target);
    return scripts.length > 0 && isOther ? [{ target, scripts }] : [];
  });
}
