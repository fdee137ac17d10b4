/**
 * The commands that a script has, as lines for a shell: those of its tasks, of the targets that somebody makes, and those that code in another
 * language starts (`subprocess.run(['git', 'checkout', …])`). What is only printed, or says how something is used, is none.
 */
import { lastPartOf } from '../kernel/repository-path.ts';
import {
  commandsOfShell,
  joinContinuedLines,
  joinListedWords,
  withoutPrinted,
} from '../kernel/shell-text.ts';
import { isComposite, parseJsonOrNothing } from '../kernel/unknown-value.ts';
import { programOf } from './install-commands.ts';
import type { ScriptText } from './opened-files.ts';
import { readToml } from './running-parts.ts';
import { readYaml } from './workflow-text.ts';

/** Of which each value is a line for a shell. */
export const COMMAND_KEYS = /^(?:run|scripts?|tasks|cmds?|command|commands|entry|entrypoint)$/;

/** @param callers commands that may name a target or a task: `make score`, `npm run score`. */
export function commandTextOf({ path, text }: ScriptText, callers: readonly string[]): string {
  const name = lastPartOf(path);
  if (/^(?:GNU)?[Mm]akefile$|\.(?:mk|mak)$/.test(name)) return recipesOf(text, callers);
  if (name === 'package.json') return tasksOfPackage(parseJsonOrNothing(text), callers);
  if (/\.(?:ya?ml|toml|json)$/.test(name)) return commandsOfValue(parsed(name, text)).join('\n');
  if (name.endsWith('.ipynb')) return commandsOfNotebook(parseJsonOrNothing(text));
  return CODE.test(name) ? literalCommands(text).join('\n') : text;
}

/** Languages in which a command is a text between quotes. */
const CODE = /\.(?:py|[mc]?[jt]sx?|r|jl|rb|p[lm]|php|lua|go|rs|java|kts?|scala|groovy|gradle|cs)$/i;

function parsed(name: string, text: string): unknown {
  return name.endsWith('.toml')
    ? readToml(text)
    : name.endsWith('.json')
      ? parseJsonOrNothing(text)
      : readYaml(text);
}

function commandsOfValue(value: unknown, isCommand = false): readonly string[] {
  if (typeof value === 'string') return isCommand ? [value] : [];
  if (!isComposite(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    commandsOfValue(inner, isCommand || COMMAND_KEYS.test(key)),
  );
}

interface Rule {
  readonly targets: readonly string[];
  readonly needs: readonly string[];
  readonly lines: string[];
}

const TARGETS = /^([^\s:#=][^:#=]*)::?(?!=)([^=]*)$/;
const MADE = /(?:\bg?make|\$[({]MAKE[)}])((?:[ \t]+[^\s;&|)]+)*)/g;

function rulesOf(text: string): readonly Rule[] {
  const rules: Rule[] = [];
  for (const line of joinContinuedLines(text).split('\n')) {
    const [, targets, needs = ''] = TARGETS.exec(line) ?? [];
    if (line.startsWith('\t')) rules.at(-1)?.lines.push(line.replace(/^\t[@+-]*/, ''));
    else if (targets !== undefined)
      rules.push({ targets: targets.trim().split(/\s+/), needs: needs.trim().split(/\s+/), lines: [] });
  }
  return rules;
}

/** Of the targets that are made, and of what they need; of those too whose name is a pattern or a variable. */
function recipesOf(text: string, callers: readonly string[]): string {
  const rules = rulesOf(text);
  const named = callers.flatMap(targetsMade);
  const first = rules.find(({ targets }) => !targets[0]?.startsWith('.'))?.targets ?? [];
  const chosen = new Set(rules.filter(({ targets }) => targets.some((target) => /[%$]/.test(target))));
  const open = [...(named.length > 0 ? named : first), ...[...chosen].flatMap(neededByRule)];
  const byTarget = Map.groupBy(
    rules.flatMap((rule) => rule.targets.map((target) => ({ target, rule }))),
    ({ target }) => target,
  );
  const seen = new Set<string>();
  for (let target = open.pop(); target !== undefined; target = open.pop()) {
    if (seen.has(target)) continue;
    seen.add(target);
    for (const { rule } of byTarget.get(target) ?? []) {
      chosen.add(rule);
      open.push(...neededByRule(rule));
    }
  }
  return [...chosen].flatMap(({ lines }) => lines).join('\n');
}

function neededByRule({ needs, lines }: Rule): readonly string[] {
  return [...needs, ...lines.flatMap(targetsMade)];
}

function targetsMade(text: string): readonly string[] {
  return Array.from(text.matchAll(MADE), ([, words = '']) => targetsIn(words)).flat();
}

function targetsIn(words: string): readonly string[] {
  return words.split(/\s+/).filter((word) => word !== '' && !/^-|=/.test(word));
}

/** What package managers run without being asked. */
const OF_INSTALLATION = /^(?:(?:pre|post)?(?:install|pack)|prepare|prepublish)$/;
const NAMED_TASK =
  /\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+|(?=test\b|start\b))?(?:-\S+\s+)*([\w:.-]+)/g;

function tasksOfPackage(value: unknown, callers: readonly string[]): string {
  const scripts = isComposite(value) && isComposite(value.scripts) ? Object.entries(value.scripts) : [];
  const tasks = scripts.filter((task): task is [string, string] => typeof task[1] === 'string');
  const namedIn = (text: string): readonly string[] =>
    Array.from(text.matchAll(NAMED_TASK), ([, name = '']) => name);
  const named = new Set(callers.flatMap(namedIn));
  const isRun = (name: string): boolean =>
    OF_INSTALLATION.test(name) || named.has(name.replace(/^(?:pre|post)/, '')) || named.has(name);
  for (let known = -1; known < named.size;) {
    known = named.size;
    for (const [, text] of tasks.filter(([name]) => isRun(name)))
      for (const name of namedIn(text)) named.add(name);
  }
  return tasks
    .filter(([name]) => isRun(name))
    .map(([, text]) => text)
    .join('\n');
}

/** A string, or a comment. */
const LITERAL =
  /(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`|(?:#|\/\/)[^\n]*)/g;
/** In front of a text that people read. */
const PRINTS =
  /(?:\b(?:print\w*|log\w*|warn\w*|echo|info|debug|error|exception|message|stop|cat|puts|console\.\w+|\w*(?:Error|Exception|Warning))\s*\(\s*[fru]?|\b(?:help|description|epilog|usage|msg|message|title)\s*=\s*\(?\s*[fru]?|\braise\s[^\n]*)$/i;
/** In front of a text that is an expression. */
const EXPRESSION_BEFORE = /(?:[(=,[{+:&|]|\b(?:return|in|f|r))$/;
const LOOKED_BACK = 80;

/** @returns texts of code that are no descriptions of it. Where it puts a text together, a variable of a shell stands. */
export function literalsOf(code: string): readonly string[] {
  const text = joinListedWords(code);
  return Array.from(text.matchAll(LITERAL)).flatMap((found) => {
    const literal = found.slice(1).find((part: string | undefined) => part !== undefined);
    const before = text.slice(Math.max(0, found.index - LOOKED_BACK), found.index);
    if (literal === undefined || PRINTS.test(before) || isDescription(before)) return [];
    return [literal.replaceAll(/(?<!\$)\{[^{}]*\}|%\(?\w*\)?s/g, '$X')];
  });
}

/** A statement of its own: after the end of a line on which no expression is open. */
function isDescription(before: string): boolean {
  const isOnLine = /\S[^\S\n]*$/.test(before);
  const last = before.trimEnd();
  return !isOnLine && (last.endsWith(':') || !EXPRESSION_BEFORE.test(last));
}

/** Programs that bring something; in a text of code, another word in front of them makes it a sentence. */
const BRINGS =
  /^(?:git|gh|uvx?|pipx?|pip3?|poetry|pdm|pixi|cargo|bundle|gem|npm|npx|pnpm|yarn|bunx?|dvc|mlflow|go|curl|wget|python3?|docker)$/;

function literalCommands(code: string): readonly string[] {
  return literalsOf(code).flatMap((literal) => {
    const text = withoutPrinted(literal.replaceAll(/\\n/g, '\n'));
    return commandsOfShell(text)
      .filter(({ words }) => words.length > 1 && BRINGS.test(programOf(words)))
      .map(({ start, end }) => text.slice(start, end));
  });
}

/** Of lines that begin with "!", of cells for a shell, and of code. */
function commandsOfNotebook(value: unknown): string {
  const cells = isComposite(value) && Array.isArray(value.cells) ? value.cells.filter(isComposite) : [];
  const code = cells.filter(({ cell_type: kind }) => kind === 'code');
  return code
    .map(({ source }) => (Array.isArray(source) ? source.join('') : typeof source === 'string' ? source : ''))
    .flatMap((text) => {
      if (/^%%(?:bash|sh|script)/.test(text)) return [text.replace(/^.*\n/, '')];
      const lines = Array.from(
        text.matchAll(/^[^\S\n]*[!%](?:sx |system )?(.*)$/gm),
        ([, line = '']) => line,
      );
      return [...lines, ...literalCommands(text)];
    })
    .join('\n');
}
