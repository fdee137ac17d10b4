/**
 * YAML text → `Config`, with line and column in every message. Anchors, aliases and merge keys (`<<`) are resolved, so
 * that several models can share a part; a limit keeps aliases of aliases from growing without end.
 */
import { isMap, isNode, isScalar, LineCounter, parseDocument as parseYaml, visit, type Document } from 'yaml';
import { InputError } from '../kernel/errors.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { describeConfigIssues, type ConfigIssue } from './config-issue.ts';
import { configSchema, type Config, type ModelConfig } from './config.ts';
import { dvcRunOf, renderDvcRepro } from './dvc-section.ts';
import { mlprojectRunOf, renderMlflowRun } from './mlproject-section.ts';
import { resolveWorkingDirectory } from './working-directory.ts';
import { parseOnce } from '../kernel/parse-once.ts';

const MAX_CONFIG_BYTES = 1024 * 1024;
/** Of aliases, each counted as often as the part that it repeats repeats others. */
const MAX_ALIASES = 200;
/** More errors than these are consequences of the first ones. */
const MAX_SHOWN = 8;

/** @throws InputError CONFIG_INVALID that names file, line, column, what was expected and what was found. */
export function parseConfig(text: string, where: string = CONFIG_PATH): Config {
  if (text.length > MAX_CONFIG_BYTES) {
    throw new InputError(
      'CONFIG_INVALID',
      `${where}: expected at most 1 MiB, got ${text.length} characters`,
      { hint: 'keep the configuration below 1 MiB: data belong into files that it names' },
    );
  }
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const message = syntaxError.message.split('\n')[0] ?? syntaxError.message;
    throw new InputError(
      'CONFIG_INVALID',
      `${at(where, lines, syntaxError.pos[0])}: expected YAML, got: ${message}`,
      { hint: 'correct the YAML at this place: indent with spaces, and quote what has `:`, `#` or `@`' },
    );
  }
  const [tag] = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (tag !== undefined) throw unquoted(at(where, lines, tag.pos[0]), text.slice(...tag.pos));
  const value = toValue(document, (offset) => at(where, lines, offset));
  const result = parseOnce(configSchema, value);
  if (result.success) return { ...result.data, models: mapValues(result.data.models, resolveModel) };
  const found = result.error.issues
    .flatMap((issue) => describeConfigIssues(issue, value, configSchema))
    .map((issue) => ({ issue, offset: offsetOf(issue, document) }))
    .sort((left, right) => left.offset - right.offset);
  throw configError(found.slice(0, MAX_SHOWN), (offset) => at(where, lines, offset));
}

/** The command of an entry point or a pipeline first: it runs in the folder of the model too. */
function resolveModel(model: ModelConfig): ModelConfig {
  const project = mlprojectRunOf(model.train?.mlproject);
  const pipeline = dvcRunOf(model.train?.dvc);
  const command = (project && renderMlflowRun(project)) ?? (pipeline && renderDvcRepro(pipeline, false));
  return resolveWorkingDirectory(
    command === undefined ? model : { ...model, train: { ...model.train, command } },
  );
}

function mapValues<T>(values: Readonly<Record<string, T>>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
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

/** YAML takes `- !model/*.log` for the name of a type, and its value for empty. */
function unquoted(where: string, tag: string): InputError {
  return new InputError(
    'CONFIG_INVALID',
    `${where}: expected a value, got the YAML tag ${JSON.stringify(tag)}`,
    {
      hint: `put it in quotes: ${JSON.stringify(tag)}`,
    },
  );
}

/** @throws InputError for an alias of nothing, and for aliases that repeat each other too often. */
function toValue(document: Document, at: (offset: number) => string): unknown {
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      throw new InputError(
        'CONFIG_INVALID',
        `${at(alias.range?.[0] ?? 0)}: expected an anchor "&${alias.source}" above it, got none`,
        { hint: 'write the anchor at the first of the parts that are equal, and the alias at the others' },
      );
    },
  });
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    throw new InputError('CONFIG_INVALID', `${at(0)}: expected at most ${MAX_ALIASES} aliases, got more`, {
      cause,
      hint: 'write some of the parts out where their aliases stand',
    });
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
