/**
 * Checks requests and replies against the committed slice of GitHub's own API description. Schemas are
 * compiled when they are first needed: a test pays only for the operations that it uses.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Reply } from '../http/reply.ts';

export interface Operation {
  readonly method: string;
  /** Path template of the description. */
  readonly template: string;
}

export interface RequestProblem {
  readonly text: string;
  /** GitHub answers 422; otherwise it silently ignores what the caller meant. */
  readonly refused: boolean;
}

export interface Validator {
  checkRequest(
    operation: Operation,
    request: {
      readonly params: Readonly<Record<string, string>>;
      readonly query: URLSearchParams;
      /** Undefined: not JSON. */
      readonly body: unknown;
    },
  ): readonly RequestProblem[];
  checkReply(operation: Operation, reply: Reply): readonly string[];
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Described {
  readonly parameters?: readonly ({ readonly $ref?: string } & Parameter)[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Slice {
  readonly source: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const SLICE = new URL('slice.json', import.meta.url);
const JSON_TYPE = 'application/json';
/** Formats of GitHub's description that JSON Schema does not know. */
const OWN_FORMATS = ['int64', 'repo.nwo', 'timestamp', 'ipv4', 'ipv6', 'decimal'];

let shared: Validator | undefined;

/** One for the whole process: what one box has compiled, the next need not. */
export function loadValidator(): Validator {
  shared ??= createValidator();
  return shared;
}

export function createValidator(slice = JSON.parse(readFileSync(SLICE, 'utf8')) as Slice): Validator {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of OWN_FORMATS) ajv.addFormat(format, true);
  ajv.addSchema({ ...slice, $id: 'github' });
  const compiled = new Map<string, ValidateFunction>();
  const check = (pointer: string, value: unknown): readonly string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` });
    compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  };
  const find = ({ method, template }: Operation): Described | undefined =>
    slice.paths[template]?.[method.toLowerCase()];
  const component = (reference: string): unknown => {
    const [, , kind = '', name = ''] = reference.split('/');
    return slice.components[kind]?.[name];
  };

  return {
    checkRequest: (operation, { params, query, body }) => {
      const described = find(operation);
      if (described === undefined) return [{ text: 'the operation is not in the slice', refused: false }];
      const parameters = (described.parameters ?? []).map((entry, index) => ({
        pointer: entry.$ref?.slice(1) ?? `${pointerOf(operation)}/parameters/${index}`,
        parameter: entry.$ref === undefined ? entry : (component(entry.$ref) as Parameter),
      }));
      const problems: RequestProblem[] = [];
      for (const { pointer, parameter } of parameters) {
        const text =
          parameter.in === 'path' ? params[parameter.name] : (query.get(parameter.name) ?? undefined);
        if (parameter.in === 'header' || text === undefined) continue;
        const found = check(`${pointer}/schema`, readParameter(text, parameter.schema));
        problems.push(...found.map((line) => ({ text: `${parameter.name}: ${line}`, refused: true })));
      }
      const known = parameters.filter(({ parameter }) => parameter.in === 'query');
      for (const name of query.keys()) {
        if (known.some(({ parameter }) => parameter.name === name)) continue;
        problems.push({ text: `query "${name}": GitHub knows no such parameter here`, refused: false });
      }
      const schema = described.requestBody?.content?.[JSON_TYPE]?.schema;
      if (schema === undefined) return problems;
      if (body === undefined) return [...problems, { text: 'the body is not JSON', refused: true }];
      const pointer = `${pointerOf(operation)}/requestBody/content/application~1json/schema`;
      problems.push(...check(pointer, body).map((line) => ({ text: `body: ${line}`, refused: true })));
      for (const name of unknownProperties(schema, body)) {
        problems.push({ text: `body "${name}": GitHub knows no such property here`, refused: false });
      }
      return problems;
    },

    checkReply: (operation, reply) => {
      const described = find(operation);
      if (described === undefined) return [];
      const response = described.responses[String(reply.status)];
      // The description leaves out most errors; those that it leaves out have the shape of all others.
      if (response === undefined && reply.status < 400) return ['the description has no such status'];
      const pointer =
        response?.$ref?.slice(1) ?? `${pointerOf(operation)}/responses/${reply.status}`;
      const content = response?.$ref === undefined ? response : (component(response.$ref) as Content);
      if (reply.raw !== undefined) return [];
      if (content?.content?.[JSON_TYPE] !== undefined) {
        return reply.body === undefined
          ? ['the body is missing']
          : check(`${pointer}/content/application~1json/schema`, toJson(reply.body));
      }
      if (reply.status >= 400) return check('/components/schemas/basic-error', toJson(reply.body));
      return reply.body === undefined ? [] : ['the description has no body here'];
    },
  };
}

/** What the client will see: no undefined, dates as text. */
function toJson(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null));
}

function pointerOf({ method, template }: Operation): string {
  const escaped = template.replaceAll('~', '~0').replaceAll('/', '~1');
  return `/paths/${encodeURIComponent(escaped).replaceAll('~1', '~1')}/${method.toLowerCase()}`;
}

function readParameter(text: string, schema: Schema): unknown {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'array':
      return text.split(',');
    default:
      return text;
  }
}

/** Empty where the description leaves the set of properties open. */
function unknownProperties(schema: Schema, body: unknown): readonly string[] {
  if (schema.properties === undefined || typeof body !== 'object' || body === null) return [];
  const known = schema.properties;
  return schema.additionalProperties === undefined
    ? Object.keys(body).filter((name) => !(name in known))
    : [];
}
