/**
 * The file `MLproject` of an MLflow project, and the command that MLflow composes of one of its entry points
 * (mlflow/projects/_project_spec.py). Values stand in the command as `shlex.quote` writes them, and parameters that the
 * entry point does not name are appended. Three things differ: a path stays relative to the project, where the command runs;
 * a `float` has to be a number; and an address is no path, for nothing is downloaded here.
 */
import { isAlias, isMap, isScalar, parseDocument, Scalar, type Document } from 'yaml';
import type { MlprojectRun } from '../config/mlproject-section.ts';
import { DataError, InputError } from '../kernel/errors.ts';
import { quoteForShell } from '../kernel/shell-text.ts';
import { pythonText } from './python-scalar.ts';

export const MLPROJECT_FILE = 'MLproject';
export const MAX_MLPROJECT_BYTES = 1024 * 1024;

/** Another type is one of text, as MLflow takes it. */
const parameterTypes = ['string', 'float', 'path', 'uri'] as const;
type ParameterType = (typeof parameterTypes)[number];

interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As Python would write it. */
  readonly defaultText: string | undefined;
}

interface EntryPoint {
  readonly command: string;
  readonly parameters: readonly Parameter[];
}

export interface Mlproject {
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
  /** The section of the environment that has a container; the command does not run in it. */
  readonly hasContainer: boolean;
}

export interface ComposedCommand {
  readonly command: string;
  /** Of the entry point and those that are appended, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** @throws DataError for what is no project of MLflow. */
export function parseMlproject(text: string, where: string): Mlproject {
  // As texts: which of them are numbers to Python differs from YAML 1.2.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw unreadable(where, `YAML, got: ${error.message.split('\n')[0] ?? ''}`);
  const found = new Map<string, EntryPoint>();
  for (const [name, entry] of entriesOf(document, document.get('entry_points', true))) {
    const place = `${where}: entry_points.${name}`;
    const fields = new Map(entriesOf(document, entry));
    const command = textOf(document, fields.get('command'));
    if (command === undefined) throw unreadable(`${place}.command`, 'a command, got none');
    const parameters = entriesOf(document, fields.get('parameters')).map(([parameter, node]) =>
      readParameter(document, parameter, node),
    );
    found.set(name, { command, parameters });
  }
  return { entryPoints: found, hasContainer: document.has('docker_env') };
}

/**
 * @param run what the configuration asks for.
 * @throws InputError for parameters and entry points that the project does not have, DataError for its own command.
 */
export function composeEntryPoint(
  { entryPoints }: Mlproject,
  { entryPoint, parameters }: MlprojectRun,
  where: string,
): ComposedCommand {
  const entry = entryPoints.get(entryPoint) ?? scriptOf(entryPoint);
  if (entry === undefined) {
    throw invalid(
      `train.mlproject: expected one of the entry points of ${where} (${[...entryPoints.keys()].join(', ')}), got ${JSON.stringify(entryPoint)}`,
      'name an entry point, or a script that ends with .py or .sh',
    );
  }
  const own = entry.parameters.map((parameter) => {
    const value = parameters[parameter.name] ?? parameter.defaultText;
    const place = `train.mlproject: parameter ${JSON.stringify(parameter.name)} of ${JSON.stringify(entryPoint)}`;
    return [parameter.name, requireValue(parameter, value, place)] as const;
  });
  const names = new Set(own.map(([name]) => name));
  const others = Object.entries(parameters).filter(([name]) => !names.has(name));
  const command = formatCommand(entry.command, new Map(own), `${where}: entry_points.${entryPoint}.command`);
  const appended = others.map(([name, value]) => `--${quoteForShell(name)} ${quoteForShell(value)}`);
  return {
    command: [command, ...appended].join(' '),
    parameters: Object.fromEntries([...own, ...others]),
  };
}

/** As MLflow runs a script that is named instead of an entry point. */
function scriptOf(path: string): EntryPoint | undefined {
  const program = path.endsWith('.py') ? 'python' : path.endsWith('.sh') ? 'bash' : undefined;
  return program === undefined ? undefined : { command: `${program} ${quoteForShell(path)}`, parameters: [] };
}

function requireValue({ type }: Parameter, value: string | undefined, place: string): string {
  if (value === undefined)
    throw invalid(`${place}: expected a value, got none`, 'write it under `parameters`');
  const hasScheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(value);
  if (type === 'float' && (value.trim() === '' || Number.isNaN(Number(value))))
    throw invalid(`${place}: expected a number, got ${JSON.stringify(value)}`, 'write a number');
  if (type === 'uri' && !hasScheme)
    throw invalid(
      `${place}: expected an address such as s3://…, got ${JSON.stringify(value)}`,
      'write a URI',
    );
  if (type === 'path' && hasScheme)
    throw invalid(`${place}: expected a path, got ${JSON.stringify(value)}`, 'fetch it in a step before');
  return value;
}

/** Python's `str.format` with names only. */
function formatCommand(template: string, values: ReadonlyMap<string, string>, place: string): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, name: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    const value = name === undefined ? undefined : values.get(name);
    if (value !== undefined) return quoteForShell(value);
    throw unreadable(place, `the name of a parameter in braces, got ${JSON.stringify(whole)}`);
  });
}

function readParameter(document: Document, name: string, node: unknown): Parameter {
  const fields = new Map(entriesOf(document, node));
  const written = textOf(document, fields.size > 0 ? fields.get('type') : node);
  const type = parameterTypes.find((known) => known === written) ?? 'string';
  const found = resolve(document, fields.get('default'));
  return { name, type, defaultText: isScalar(found) ? scalarText(found) : undefined };
}

function scalarText(scalar: Scalar): string | undefined {
  const text = typeof scalar.value === 'string' ? scalar.value : '';
  return scalar.type === Scalar.PLAIN || scalar.type === undefined ? pythonText(text) : text;
}

function textOf(document: Document, node: unknown): string | undefined {
  const found = resolve(document, node);
  return isScalar(found) ? scalarText(found) : undefined;
}

function entriesOf(document: Document, node: unknown): readonly (readonly [string, unknown])[] {
  const found = resolve(document, node);
  return isMap(found)
    ? found.items.map(({ key, value }) => [textOf(document, key) ?? '', value] as const)
    : [];
}

function resolve(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function invalid(message: string, hint: string): InputError {
  return new InputError('INPUT_INVALID', message, { hint });
}

function unreadable(place: string, expected: string): DataError {
  return new DataError('DATA_INVALID', `${place}: expected ${expected}`, {
    hint: 'correct the file, as MLflow describes a project: https://mlflow.org/docs/latest/ml/projects',
  });
}
