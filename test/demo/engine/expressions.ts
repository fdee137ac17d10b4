/** `${{ … }}` in workflow files, evaluated by GitHub's own implementation of the language. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What expressions can see: `github`, `vars`, `inputs`, `needs`, `steps`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Replaces every expression in a text. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression, contexts));
}

/** An `if:`. As on GitHub, one that names no status function also asks that everything before succeeded. */
export function isTrue(condition: string, contexts: Contexts, succeeded: boolean): boolean {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition;
  const asksForStatus = /\b(cancelled|always|success|failure)\s*\(/.test(expression);
  if (!asksForStatus && !succeeded) return false;
  return evaluate(`!!(${expression})`, contexts, succeeded) === 'true';
}

function evaluate(expression: string, contexts: Contexts, succeeded = true): string {
  const functions = statusFunctions(succeeded);
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(tree, values, functions).evaluate().coerceString();
}

interface StatusFunction {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly call: () => data.ExpressionData;
}

function statusFunctions(succeeded: boolean): Map<string, StatusFunction> {
  const answers = { always: true, cancelled: false, success: succeeded, failure: !succeeded };
  return new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
    ]),
  );
}
