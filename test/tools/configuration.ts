/**
 * docs/configuration.md, from the published JSON Schema of the configuration: the text that editors show is the text
 * that people read here.
 */
import { stringify } from 'yaml';
import { z } from 'zod';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { configSchema } from '../../src/shared/domain/config/config.ts';
import { FORM_SEPARATOR } from '../../src/shared/domain/config/key.ts';
import { taskNames } from '../../src/shared/domain/documents/fields.ts';
import { documentedMetrics } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import { SCHEMA_ADDRESS, toJsonSchema } from './schemas.ts';

/** What is read of JSON Schema here. */
const nodeSchema = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  examples: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).default([]),
  get properties() {
    return z.record(z.string(), nodeSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), nodeSchema]).optional();
  },
  propertyNames: z.object({ enum: z.array(z.string()).optional() }).optional(),
  get items() {
    return nodeSchema.optional();
  },
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
});

export type SchemaNode = z.infer<typeof nodeSchema>;

export interface ConfigKey {
  /** From the model down, such as `train.command`, or `gate[].metric`. */
  readonly path: string;
  readonly name: string;
  readonly required: boolean;
  readonly node: SchemaNode;
}

/** The first line of a configuration, by which editors check and complete it. */
export const EDITOR_LINE = `# yaml-language-server: $schema=${SCHEMA_ADDRESS}docs/schemas/config.schema.json`;

/** Every key of a model, sections before what is in them. */
export function listConfigKeys(): readonly ConfigKey[] {
  return keysOf(modelNode(), '');
}

function modelNode(): SchemaNode {
  const root = nodeSchema.parse(toJsonSchema(configSchema));
  const model = root.properties?.models?.additionalProperties;
  if (model === undefined || typeof model === 'boolean')
    throw new Error('config.schema.json: expected models by name');
  return model;
}

function keysOf(node: SchemaNode, prefix: string): readonly ConfigKey[] {
  const { properties = {}, required } = objectOf(node) ?? node;
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = prefix + name;
    const below = partsOf(node).flatMap(([part, suffix]) => keysOf(part, `${path}${suffix}`));
    return [{ path, name, required: required.includes(name), node }, ...below];
  });
}

/** What has keys of its own below a key: a section, each entry of a list, each section of those by name. */
function partsOf(node: SchemaNode): readonly (readonly [part: SchemaNode, suffix: string])[] {
  const { items, additionalProperties: byName } = node;
  if (items !== undefined) return [[items, '[].']];
  const named = typeof byName === 'object' ? [[byName, '.<name>.'] as const] : [];
  return [[node, '.'], ...named];
}

export function renderConfiguration(): string {
  const model = modelNode();
  const sections = Object.entries(model.properties ?? {}).filter(([, node]) => sectionOf(node) !== undefined);
  return [
    '<!-- Generated from src/shared/domain/config by `npm run docs`. -->',
    '# Configuration',
    `One reviewed file, \`${CONFIG_PATH}\`. Inputs of an action win over it. A repository with one model and a \`metrics.json\` needs no configuration.`,
    'The first line lets editors with a YAML language server check and complete the file:',
    `\`\`\`yaml\n${EDITOR_LINE}\n${EXAMPLE}\`\`\``,
    'Model and stage names are `[a-z0-9_-]`, up to 64, starting and ending with a letter or digit. Paths are relative to the root of the checkout, or to `working-directory`; `*`, `**`, `?` and `{one,two}` match files, and in a list a pattern that begins with `!` leaves out again what those before it match (in quotes: YAML reads `!` as something else). Anchors, aliases and merge keys (`<<`) of YAML are read: several models can share a part.',
    '## A model',
    `Below \`models.<name>\`:`,
    renderTable(model, 'keys'),
    ...sections.flatMap(([name, node]) => [
      `## \`${name}\``,
      `${node.description ?? ''}.`,
      name === 'gate-retrain'
        ? 'A rule has the keys of [`gate`](#gate).'
        : renderTable(sectionOf(node) ?? node),
      ...(name === 'gate' ? [renderMetricNames()] : []),
    ]),
  ].join('\n\n');
}

/** What `gate[].metric` can be, besides the names in the metrics file. */
function renderMetricNames(): string {
  const lines = taskNames.flatMap((task) => {
    const names = documentedMetrics(task).map(({ name }) => `\`${name}\``);
    return names.length === 0 ? [] : [`- \`${task}\`: ${names.join(', ')}`];
  });
  return `The metrics of each task ([what each of them is](../actions/evaluate/README.md#metrics)). What stands after \`@\` or \`:\` is an example:\n\n${lines.join('\n')}`;
}

const EXAMPLE = `models:
  flight-delays:
    task: binary
    paths: [train.py, score.py, features/**]
    train: { command: python train.py, model: model/**, reference: data/train.parquet }
    score: { command: python score.py, data: data/holdout.parquet }
    predictions: { id: flight, label: late, score: p_late, time: date, group: day }
    gate:
      - { metric: roc_auc, at-least: 0.60 }
      - { metric: log_loss, superior-by: 0.001 }
    retrain: { workflow: retrain.yml }
    monitor: { false-alarms: 1 per year, max-age: 36 hours, retrain: dispatch }
`;

/** The object itself, or the one among several forms. */
function objectOf(node: SchemaNode): SchemaNode | undefined {
  return [node, ...(node.anyOf ?? [])].find(({ properties }) => properties !== undefined);
}

/** The keys of a section: of the object itself, or of each entry of a list. */
function sectionOf(node: SchemaNode): SchemaNode | undefined {
  const object = objectOf(node);
  if (object !== undefined) return object;
  return node.items?.properties === undefined ? undefined : node.items;
}

/** The keys of an object, each before those that are below it. */
function rowsOf({ properties = {}, required }: SchemaNode, prefix = ''): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([name, node]) => [
    [
      `\`${prefix}${name}\``,
      describeType(node),
      required.includes(name) ? 'required' : describeDefault(node),
      node.description ?? '',
      (node.examples ?? []).map(renderValue).join(', '),
    ],
    ...partsOf(node).flatMap(([part, suffix]) => rowsOf(objectOf(part) ?? part, `${prefix}${name}${suffix}`)),
  ]);
}

/** @param of `keys`: the sections below have headings of their own. */
function renderTable(node: SchemaNode, of: 'keys' | 'keys and sections' = 'keys and sections'): string {
  const rows = rowsOf(node).filter(([name = '']) => of === 'keys and sections' || !name.includes('.'));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const header = ['key', 'type', 'default', 'meaning', 'example'];
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What holds without the key; where that is no value, the meaning says it. A dash, since `none` is the value of some. */
function describeDefault({ default: value, description = '' }: SchemaNode): string {
  if (value !== undefined && !isEmpty(value)) return renderValue(value);
  return /\bwithout it\b|\bdefault\b/i.test(description) ? 'see meaning' : '–';
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && (value === null || Object.keys(value).length === 0);
}

function renderValue(value: unknown): string {
  return `\`${stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()}\``;
}

function describeType(node: SchemaNode): string {
  if (node.anyOf !== undefined) return node.anyOf.map(describeType).join(' or ');
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(' or ');
  if (node.const !== undefined) return `\`${node.const}\``;
  switch (node.type) {
    case 'array':
      if (node.items === undefined) throw new Error('config.schema.json: expected the items of a list');
      return node.items.properties === undefined ? `list of ${describeType(node.items)}` : 'list of sections';
    case 'object':
      return describeSection(node);
    case 'string':
      return node.title === undefined ? 'text' : describeForms(node.title);
    case 'boolean':
      return '`true` or `false`';
    case 'integer':
      return `whole number${describeRange(node)}`;
    case 'number':
      return `number${describeRange(node)}`;
    default:
      throw new Error(`config.schema.json: expected a type that people know, got ${String(node.type)}`);
  }
}

/** By which names, and what stands behind each, where the keys are not listed below. */
function describeSection({ propertyNames, additionalProperties: value }: SchemaNode): string {
  if (typeof value !== 'object' || value.properties !== undefined) return 'section';
  const names = propertyNames?.enum?.map((name) => `\`${name}\``).join(', ');
  return `section: ${names === undefined ? 'names' : `any of ${names}`}, each with ${describeType(value)}`;
}

/** A text that has to be written in a form, such as `<number> days`. */
function describeForms(title: string): string {
  return title
    .split(FORM_SEPARATOR)
    .map((form) => `\`${form}\``)
    .join(FORM_SEPARATOR);
}

function describeRange({ minimum, exclusiveMinimum, maximum }: SchemaNode): string {
  // Zod writes the largest safe integer for "no limit".
  const isLimited = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined && isLimited) return `, ${minimum} to ${maximum}`;
  if (exclusiveMinimum !== undefined) return `, above ${exclusiveMinimum}`;
  return minimum === undefined ? '' : `, at least ${minimum}`;
}
