/** `${{ … }}` in workflow files, evaluated by GitHub's own implementation of the language. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What expressions can see: `github`, `vars`, `inputs`, `needs`, `steps`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** `hashFiles(…)` of the workspace: patterns → hexadecimal text, empty where no file matches. */
export type HashFiles = (patterns: readonly string[]) => string;

/** Replaces every expression in a text. */
export function interpolate(text: string, contexts: Contexts, hashFiles?: HashFiles): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, { hashFiles }).coerceString(),
  );
}

/** The value of a text that is one expression, such as the list of a matrix; undefined for any other text. */
export function evaluateWhole(text: string, contexts: Contexts): unknown {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text)?.[1];
  if (expression === undefined) return undefined;
  return JSON.parse(JSON.stringify(evaluate(expression, contexts, {}), data.replacer)) as unknown;
}

/** An `if:`. As on GitHub, one that names no status function also asks that everything before succeeded. */
export function isTrue(condition: string, contexts: Contexts, succeeded: boolean): boolean {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  const asksForStatus = /\b(cancelled|always|success|failure)\s*\(/.test(expression);
  if (!asksForStatus && !succeeded) return false;
  return evaluate(`!!(${expression})`, contexts, { succeeded }).coerceString() === 'true';
}

interface Surroundings {
  readonly succeeded?: boolean;
  readonly hashFiles?: HashFiles | undefined;
}

function evaluate(
  expression: string,
  contexts: Contexts,
  { succeeded = true, hashFiles }: Surroundings,
): data.ExpressionData {
  const functions = statusFunctions(succeeded);
  if (hashFiles !== undefined) functions.set('hashfiles', hashFunction(hashFiles));
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(tree, values, functions).evaluate();
}

interface RunnerFunction {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly call: (...args: data.ExpressionData[]) => data.ExpressionData;
}

function hashFunction(hashFiles: HashFiles): RunnerFunction {
  return {
    name: 'hashFiles',
    minArgs: 1,
    maxArgs: 255,
    call: (...patterns) => new data.StringData(hashFiles(patterns.map((pattern) => pattern.coerceString()))),
  };
}

function statusFunctions(succeeded: boolean): Map<string, RunnerFunction> {
  const answers = { always: true, cancelled: false, success: succeeded, failure: !succeeded };
  return new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
    ]),
  );
}
