/**
 * The rules of a Makefile, with variables, patterns (`models/%.pkl`) and automatic variables (`$@`, `$<`, `$*`) filled
 * in. Functions, conditions and included files are left as they are written.
 * @see https://www.gnu.org/software/make/manual/html_node/Rule-Syntax.html
 */
import { folderOf } from '../kernel/repository-path.ts';
import { joinContinuedLines } from '../kernel/shell-text.ts';

export interface MakeRule {
  readonly target: string;
  readonly needed: readonly string[];
  /** The lines of its recipe; empty where it has none. */
  readonly recipe: string;
  /** The pattern that it is made from; undefined for a rule of its own. */
  readonly pattern: string | undefined;
}

export interface Makefile {
  /** In the order of the file, without patterns. */
  readonly rules: readonly MakeRule[];
  /** The rule that makes a target, by a pattern if need be. */
  readonly ruleOf: (target: string) => MakeRule | undefined;
}

type Variables = ReadonlyMap<string, string>;

const VARIABLE = /^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:\?|:{1,3}|\+)?=[ \t]*([^\n]*)$/gm;
const RULE =
  /^([^\s:#=.][^:#=\n]*|\.{1,2}\/[^:#=\n]*):{1,2}(?!=)([^\n]*)\n?((?:\t[^\n]*(?:\n|$)|[ \t]*#[^\n]*\n|[ \t]*\n(?=\t))*)/gm;
const REFERENCE = /\$(?:\(([\w.-]+)(?::([^=()]*)=([^()]*))?\)|\{([\w.-]+)\})/g;
/** A variable may name itself by way of others. */
const MAX_DEPTH = 10;

export function parseMakefile(text: string): Makefile {
  const plain = joinContinuedLines(text.replaceAll('\r\n', '\n'));
  const variables = new Map(
    [...plain.matchAll(VARIABLE)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\s+#.*$/, '').trim(),
    ]),
  );
  const isRule = ([, , needed = '']: readonly string[]): boolean =>
    !needed.replaceAll(REFERENCE, '').includes('=');
  const written = [...plain.matchAll(RULE)]
    .filter(isRule)
    .flatMap(([, targets = '', needed = '', recipe = '']) =>
      wordsOf(expand(targets, variables)).map((target) => ({
        target,
        needed: wordsOf(expand(needed.split(';')[0] ?? '', variables)).filter((word) => word !== '|'),
        recipe: expand(recipe, variables),
      })),
    );
  const rules = written
    .filter(({ target }) => !target.includes('%'))
    .map((rule) => fill(rule, rule.target, ''));
  return {
    rules,
    ruleOf: (target) => {
      const own = rules.filter((rule) => rule.target === target);
      // `train: rows` and `train:` with a recipe are one rule.
      const [first] = own;
      if (first !== undefined)
        return {
          ...first,
          needed: own.flatMap((rule) => rule.needed),
          recipe: own.map((rule) => rule.recipe).find((recipe) => recipe !== '') ?? '',
        };
      const pattern = written.find((rule) => stemOf(rule.target, target) !== undefined);
      return pattern && fill(pattern, target, stemOf(pattern.target, target) ?? '');
    },
  };
}

function expand(text: string, variables: Variables, depth = 0): string {
  if (depth > MAX_DEPTH || !text.includes('$')) return text;
  let expanded = '';
  let copied = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [all, name, from, to = '', other = ''] = match;
    const value = variables.get(name ?? other);
    const filled =
      from === undefined ? value : value && substitute(expand(value, variables, depth + 1), from, to);
    expanded += text.slice(copied, match.index) + (filled ?? all);
    copied = match.index + all.length;
  }
  expanded += text.slice(copied);
  return expanded === text ? text : expand(expanded, variables, depth + 1);
}

/** `$(NAMES:%=models/%.pkl)`, and `$(NAMES:.csv=.pkl)` for the end of each word. */
function substitute(value: string, from: string, to: string): string {
  const pattern = from.includes('%') ? from : `%${from}`;
  const target = from.includes('%') ? to : `%${to}`;
  return wordsOf(value)
    .map((word) => {
      const stem = stemOf(pattern, word);
      return stem === undefined ? word : target.replace('%', stem);
    })
    .join(' ');
}

/** @returns what `%` stands for; undefined where the pattern does not match. */
function stemOf(pattern: string, word: string): string | undefined {
  const [before = '', after] = pattern.split('%');
  if (after === undefined || word.length <= before.length + after.length) return undefined;
  return word.startsWith(before) && word.endsWith(after)
    ? word.slice(before.length, word.length - after.length)
    : undefined;
}

function fill(rule: Omit<MakeRule, 'pattern'>, target: string, stem: string): MakeRule {
  const needed = rule.needed.map((word) => word.replace('%', stem));
  const recipe = rule.recipe
    .replaceAll(/\$@|\$\(@\)/g, target)
    .replaceAll(/\$<|\$\(<\)/g, needed[0] ?? '')
    .replaceAll(/\$\^/g, needed.join(' '))
    .replaceAll(/\$\*/g, stem)
    .replaceAll('$(@D)', folderOf(target) || '.');
  return { target, needed, recipe, pattern: rule.target === target ? undefined : rule.target };
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
