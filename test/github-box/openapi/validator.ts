/**
 * Checks requests and replies against the committed slice of GitHub's own API description. Schemas are
 * compiled when they are first needed: a test pays only for the operations that it uses.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Reply } from '../http/reply.ts';
import type { Content, Described, Parameter, Schema, Slice } from './slice.ts';

export interface Operation {
  readonly method: string;
  /** Path template of the description. */
  readonly template: string;
}

export interface RequestParts {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Undefined: not JSON. */
  readonly body: unknown;
}

export interface Validator {
  /** Why GitHub would refuse the request; what it does not know it ignores, and so does this. */
  checkRequest(operation: Operation, request: RequestParts): readonly string[];
  /** Why GitHub would not give this reply. */
  checkReply(operation: Operation, reply: Reply): readonly string[];
}

const SLICE = new URL('slice.json', import.meta.url);
const JSON_TYPE = 'application/json';
const JSON_SCHEMA = 'content/application~1json/schema';
/** Formats of GitHub's description that JSON Schema does not know. */
const OWN_FORMATS = ['int64', 'repo.nwo', 'timestamp', 'ipv4', 'ipv6', 'decimal'];

let shared: Validator | undefined;

/** One for the whole process: what one box has compiled, the next need not. */
export function loadValidator(): Validator {
  shared ??= createValidator(JSON.parse(readFileSync(SLICE, 'utf8')) as Slice);
  return shared;
}

function createValidator(slice: Slice): Validator {
  const checkAt = createPointerCheck(slice);
  const find = ({ method, template }: Operation): Described | undefined =>
    slice.paths[template]?.[method.toLowerCase()];
  const resolve = <T>(entry: T & { readonly $ref?: string }): T => {
    const [, , kind = '', name = ''] = entry.$ref?.split('/') ?? [];
    return entry.$ref === undefined ? entry : (slice.components[kind]?.[name] as T);
  };

  return {
    checkRequest: (operation, request) => {
      const described = find(operation);
      if (described === undefined) return ['the operation is not in the slice'];
      const parameters = (described.parameters ?? []).map((entry, index) => ({
        ...resolve<Parameter>(entry),
        pointer: entry.$ref?.slice(1) ?? `${pointerOf(operation)}/parameters/${index}`,
      }));
      const refusals: string[] = [];
      for (const { name, in: place, schema, pointer } of parameters) {
        const text = place === 'path' ? request.params[name] : request.query.get(name);
        if (place === 'header' || text === undefined || text === null) continue;
        const found = checkAt(`${pointer}/schema`, readParameter(text, schema));
        refusals.push(...found.map((line) => `${name}: ${line}`));
      }
      const schema = described.requestBody?.content?.[JSON_TYPE]?.schema;
      if (schema !== undefined) refusals.push(...checkBody(operation, request.body));
      return refusals;
    },

    checkReply: (operation, reply) => {
      const described = find(operation);
      if (described === undefined) return [];
      const entry = described.responses[String(reply.status)];
      // The description leaves out most errors; those that it leaves out have the shape of all others.
      if (entry === undefined && reply.status < 400) return ['the description has no such status'];
      if (reply.raw !== undefined) return [];
      const response = entry === undefined ? undefined : resolve<Content>(entry);
      if (response?.content?.[JSON_TYPE] !== undefined) {
        const pointer = entry?.$ref?.slice(1) ?? `${pointerOf(operation)}/responses/${reply.status}`;
        return reply.body === undefined
          ? ['the body is missing']
          : checkAt(`${pointer}/${JSON_SCHEMA}`, toJson(reply.body));
      }
      if (reply.status >= 400) return checkAt('/components/schemas/basic-error', toJson(reply.body));
      return reply.body === undefined ? [] : ['the description has no body here'];
    },
  };

  function checkBody(operation: Operation, body: unknown): readonly string[] {
    if (body === undefined) return ['the body is not JSON'];
    const found = checkAt(`${pointerOf(operation)}/requestBody/${JSON_SCHEMA}`, body);
    return found.map((line) => `body: ${line}`);
  }
}

type PointerCheck = (pointer: string, value: unknown) => readonly string[];

/** Checks a value against the schema at a JSON pointer of the slice. */
function createPointerCheck(slice: Slice): PointerCheck {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of OWN_FORMATS) ajv.addFormat(format, true);
  ajv.addSchema({ ...slice, $id: 'github' });
  const compiled = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` });
    compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
    );
  };
}

/** What the client will see: no undefined, dates as text. */
function toJson(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null));
}

function pointerOf({ method, template }: Operation): string {
  const escaped = template.replaceAll('~', '~0').replaceAll('/', '~1');
  return `/paths/${encodeURIComponent(escaped)}/${method.toLowerCase()}`;
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
