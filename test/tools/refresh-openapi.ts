/**
 * Cuts the box's slice out of GitHub's OpenAPI description (npm package @octokit/openapi, MIT):
 * the operations in `rest/routes.ts`, what they refer to, without prose, `nullable` rewritten for JSON Schema.
 * Run: `node test/tools/refresh-openapi.ts`. The package is 385 MB unpacked, hence no dependency.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '../github-box/rest/routes.ts';

const PACKAGE = '@octokit/openapi@23.0.2';
const DESCRIPTION = 'package/generated/api.github.com.json';
const SLICE = new URL('../github-box/openapi/slice.json', import.meta.url);

type Json = Record<string, unknown>;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Prose and hints that no validation reads. */
const DROPPED = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'tags',
  'title',
  'deprecated',
  'servers',
  'links',
  'headers',
]);

function readDescription(): Description {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  try {
    const name = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    const archive = join(folder, name.toString().trim());
    execFileSync('tar', ['-xzf', archive, '-C', folder, DESCRIPTION]);
    return JSON.parse(readFileSync(join(folder, DESCRIPTION), 'utf8')) as Description;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param inProperties keys are names of properties there, never keywords. */
function simplify(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((item) => simplify(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Json)
    .filter(([key]) => inProperties || !(DROPPED.has(key) || key.startsWith('x-')))
    .map(([key, item]) => [
      key,
      key === 'enum' ? item : simplify(item, key === 'properties' && !inProperties),
    ]);
  const simple = Object.fromEntries(entries) as Json;
  return inProperties ? simple : rewriteNullable(allowStarter(allowEmptyUri(simple)));
}

/** Addresses whose default is no address at all, such as `log_url` of a deployment's status. */
function allowEmptyUri({ format, ...schema }: Json): Json {
  if (format === undefined || (format === 'uri' && schema.default === '')) return schema;
  return { format, ...schema };
}

/** The state of an asset whose upload broke off: the prose of the upload names `starter`, its schema does not. */
function allowStarter(schema: Json): Json {
  const { enum: values } = schema;
  return Array.isArray(values) && values.join() === 'uploaded,open'
    ? { ...schema, enum: [...(values as unknown[]), 'starter'] }
    : schema;
}

/** OpenAPI 3.0's `nullable` as JSON Schema says it. */
function rewriteNullable({ nullable, ...schema }: Json): Json {
  if (nullable !== true) return schema;
  const values = Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {};
  if (typeof schema.type === 'string') return { ...schema, ...values, type: [schema.type, 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}

function references(value: unknown): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map((match) => match[1]!);
}

function cutSlice(description: Description): Json {
  const paths: Record<string, Json> = {};
  for (const { template, method } of routes) {
    const operation = description.paths[template]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`${PACKAGE} has no ${method} ${template}`);
    paths[template] = { ...paths[template], [method.toLowerCase()]: simplify(operation) };
  }
  const components: Record<string, Json> = {};
  const waiting = [...references(paths), 'schemas/basic-error', 'schemas/validation-error'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const [kind = '', key = ''] = name.split('/');
    if (components[kind]?.[key] !== undefined) continue;
    const component = simplify(description.components[kind]?.[key]);
    components[kind] = { ...components[kind], [key]: component };
    waiting.push(...references(component));
  }
  return { source: PACKAGE, paths: sortKeys(paths), components: mapValues(sortKeys(components), sortKeys) };
}

function sortKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

writeFileSync(SLICE, `${JSON.stringify(cutSlice(readDescription()))}\n`);
