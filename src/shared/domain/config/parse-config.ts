/** YAML text → `Config`, with line and column in every message. No aliases, no merge keys: nothing can explode. */
import { isMap, isNode, isScalar, LineCounter, parseDocument as parseYaml, type Document } from 'yaml';
import { InputError } from '../kernel/errors.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { describeConfigIssues, type ConfigIssue } from './config-issue.ts';
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
  const found = result.error.issues
    .flatMap((issue) => describeConfigIssues(issue, value, configSchema))
    .map((issue) => ({ issue, offset: offsetOf(issue, document) }))
    .sort((left, right) => left.offset - right.offset);
  throw configError(found.slice(0, MAX_SHOWN), (offset) => at(where, lines, offset));
}

interface PlacedIssue {
  readonly issue: ConfigIssue;
  readonly offset: number;
}

/** A hint stands beside the line that it is about, where there are several. */
function configError(found: readonly PlacedIssue[], placeOf: (offset: number) => string): InputError {
  const messages = found.map(({ issue: { path, text, hint }, offset }) => {
    const message = `${placeOf(offset)}: ${path.join('.') || '(top)'}: ${text}`;
    return found.length > 1 && hint !== undefined ? `${message} (${hint})` : message;
  });
  const only = found.length === 1 ? found[0]?.issue.hint : undefined;
  return new InputError('CONFIG_INVALID', messages.join('\n'), {
    hint: only ?? 'look the key up in docs/configuration.md of Model Steward',
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
function offsetOf({ path, place }: ConfigIssue, document: Document): number {
  if (place === 'key') {
    const section: unknown = document.getIn(path.slice(0, -1), true);
    const pair = isMap(section) ? section.items.find(({ key }) => nameOf(key) === path.at(-1)) : undefined;
    const offset = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    if (offset !== undefined) return offset;
  }
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const offset = isNode(node) ? node.range?.[0] : undefined;
    if (offset !== undefined) return offset;
  }
  return 0;
}

/** Keys of YAML may be numbers, which the configuration reads as text. */
function nameOf(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function at(where: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${where}:${line}:${col}`;
}
