/** What a command runs in turn, by a Makefile, by the scripts of npm and by the stages of DVC, and what is made on the way. */
import { parseMakefile } from './makefile.ts';
import { asRecord, listOf, parseJson, type Survey } from './survey.ts';
import { readYaml } from '../supply-chain/workflow-text.ts';

export interface ExpandedCommands {
  /** The commands themselves, and those that they run. */
  readonly commands: readonly string[];
  /** Files that their rules say they make. */
  readonly outputs: readonly string[];
}

const MAKE = /\bmake\s+((?:[\w./-]+\s*)+)/g;
const NPM = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+|run-script\s+)?([\w:.-]+)/g;
const DVC = /\bdvc\s+(?:repro|exp\s+run)\b/;

export function expandCommands(survey: Survey, commands: readonly string[]): ExpandedCommands {
  const known = new Set(commands);
  const outputs: string[] = [];
  // What is added to a set while it is walked is walked too.
  for (const command of known) {
    const found = [
      ...matchesOf(MAKE, command).map((targets) => ofMake(survey, targets.trim().split(/\s+/))),
      ...matchesOf(NPM, command).map((script) => ofNpm(survey, script)),
      ...(DVC.test(command) ? [ofDvc(survey)] : []),
    ];
    for (const one of found) {
      outputs.push(...one.outputs);
      for (const next of one.commands) known.add(next);
    }
  }
  return { commands: [...known], outputs };
}

function matchesOf(pattern: RegExp, command: string): readonly string[] {
  return [...command.matchAll(pattern)].map(([, words = '']) => words);
}

/** The recipes of targets, and of those that they need; a target that looks like a file is one. */
function ofMake({ read }: Survey, targets: readonly string[]): ExpandedCommands {
  const { ruleOf } = parseMakefile(read('Makefile') ?? '');
  const wanted = new Set(targets.filter((target) => ruleOf(target) !== undefined));
  for (const name of wanted)
    for (const other of ruleOf(name)?.needed ?? []) if (ruleOf(other) !== undefined) wanted.add(other);
  const recipes = [...wanted].map((name) => ruleOf(name)?.recipe ?? '');
  return {
    commands: recipes.filter((recipe) => recipe !== ''),
    outputs: [...wanted].filter((name) => /[./]/.test(name)),
  };
}

function ofNpm({ read }: Survey, script: string): ExpandedCommands {
  const scripts = asRecord(asRecord(parseJson(read('package.json'))).scripts);
  const commands = [`pre${script}`, script, `post${script}`].flatMap((name) => {
    const command = scripts[name];
    return typeof command === 'string' ? [command] : [];
  });
  return { commands, outputs: [] };
}

function ofDvc({ read }: Survey): ExpandedCommands {
  const stages = Object.values(asRecord(asRecord(readYaml(read('dvc.yaml') ?? '')).stages)).map(asRecord);
  return {
    commands: stages.flatMap(({ cmd }) =>
      listOf([cmd].flat()).filter((line): line is string => typeof line === 'string'),
    ),
    outputs: stages.flatMap(({ outs }) =>
      listOf(outs).flatMap((out) => (typeof out === 'string' ? [out] : Object.keys(asRecord(out)))),
    ),
  };
}
