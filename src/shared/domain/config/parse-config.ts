/** YAML text → `Config`, with line and column in every message. No aliases, no merge keys: nothing can explode. */
import { LineCounter, parseDocument as parseYaml, type Document } from 'yaml';
import { InputError } from '../kernel/errors.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { describeConfigIssue } from './config-issue.ts';
import { configSchema, type Config } from './config.ts';

const MAX_CONFIG_BYTES = 1024 * 1024;
/** More errors than these are consequences of the first ones. */
const MAX_SHOWN = 8;

/** @throws InputError CONFIG_INVALID that names file, line, column, what was expected and what was found. */
export function parseConfig(text: string, where: string = CONFIG_PATH): Config {
  if (text.length > MAX_CONFIG_BYTES) {
    throw new InputError('CONFIG_INVALID', `${where}: expected at most 1 MiB, got ${text.length} characters`);
  }
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, merge: false, prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const message = syntaxError.message.split('\n')[0] ?? syntaxError.message;
    throw new InputError(
      'CONFIG_INVALID',
      `${at(where, lines, syntaxError.pos[0])}: expected YAML, got: ${message}`,
    );
  }
  const value = toValue(document, where);
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues
    .slice(0, MAX_SHOWN)
    .map((issue) => describeConfigIssue(issue, value, configSchema));
  const messages = issues.map(({ path, text: found }) => {
    return `${at(where, lines, offsetOf(path, document))}: ${path.join('.') || '(top)'}: ${found}`;
  });
  const nearest = issues.flatMap((issue) => (issue.nearest === undefined ? [] : [`"${issue.nearest}"`]));
  throw new InputError('CONFIG_INVALID', messages.join('\n'), {
    hint:
      nearest.length > 0
        ? `did you mean ${nearest.join(', ')}?`
        : 'look the key up in docs/configuration.md of Model Steward',
  });
}

function toValue(document: Document, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new InputError('CONFIG_INVALID', `${where}: expected YAML without aliases, got one`, { cause });
  }
}

/** Offset of the deepest node on the path that exists: a missing key is shown at its parent. */
function offsetOf(path: readonly PropertyKey[], document: Document): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return 0;
}

function at(where: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${where}:${line}:${col}`;
}
