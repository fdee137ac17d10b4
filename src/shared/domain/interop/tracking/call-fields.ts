/**
 * What a call carries: the JSON body of a POST, or the query of a GET. The numbers of Protocol Buffers may be text in
 * JSON (protobuf.dev/programming-guides/json), and `NaN` and `Infinity` always are.
 */
import { parseStrictJson, type JsonNode } from '../../kernel/strict-json.ts';
import { invalid } from './tracking-refusal.ts';

export type CallValue = string | number | boolean | null | readonly CallValue[] | CallObject;
export interface CallObject {
  readonly [name: string]: CallValue;
}

type FieldValue = string | number | boolean | null | readonly JsonNode[] | ReadonlyMap<string, JsonNode>;

export class CallFields {
  readonly #members: ReadonlyMap<string, JsonNode>;

  constructor(members: ReadonlyMap<string, JsonNode>) {
    this.#members = members;
  }

  /** Undefined where it is absent, null or empty: Protocol Buffers do not distinguish these. */
  text(name: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'object') throw invalid(name, 'a text', 'a list or an object');
    return String(value);
  }

  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw invalid(name, 'a value', undefined);
    return text;
  }

  /** NaN and infinite too. */
  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isNaN(value) && text !== 'NaN') throw invalid(name, 'a number', text);
    return value;
  }

  /** A time or a step. */
  integer(name: string): number | undefined {
    const value = this.number(name);
    if (value !== undefined && !Number.isSafeInteger(value)) throw invalid(name, 'a whole number', value);
    return value;
  }

  object(name: string): CallFields {
    const value = this.#value(name);
    return new CallFields(value instanceof Map ? value : new Map());
  }

  objects(name: string): readonly CallFields[] {
    return this.#items(name).map((item) => {
      if (item.kind !== 'object') throw invalid(name, 'a list of objects', undefined);
      return new CallFields(item.members);
    });
  }

  texts(name: string): readonly string[] {
    return this.#items(name).map((item) => {
      if (item.kind !== 'scalar') throw invalid(name, 'a list of texts', undefined);
      return String(item.value);
    });
  }

  /** A query has one value where it could have several. */
  #items(name: string): readonly JsonNode[] {
    const node = this.#members.get(name);
    if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
    return node.kind === 'array' ? node.items : [node];
  }

  #value(name: string): FieldValue | undefined {
    const node = this.#members.get(name);
    if (node === undefined) return undefined;
    if (node.kind === 'object') return node.members;
    return node.kind === 'array' ? node.items : node.value;
  }
}

/** @throws DataError for what is no JSON, TrackingRefusal for what is no object. */
export function fieldsOfBody(text: string): CallFields {
  if (text.trim() === '') return new CallFields(new Map());
  const node = parseStrictJson(text, 'body');
  if (node.kind !== 'object') throw invalid('body', 'an object', text);
  return new CallFields(node.members);
}

export function fieldsOfQuery(query: URLSearchParams): CallFields {
  const scalar = (value: string): JsonNode => ({ kind: 'scalar', offset: 0, value });
  const names = [...new Set(query.keys())];
  return new CallFields(
    new Map(
      names.map((name): readonly [string, JsonNode] => {
        const [first = '', ...more] = query.getAll(name);
        if (more.length === 0) return [name, scalar(first)];
        return [name, { kind: 'array', offset: 0, items: [first, ...more].map(scalar) }];
      }),
    ),
  );
}

/** `[{"key": …, "value": …}]`, as tags and parameters come. */
export function pairsOf(fields: CallFields, name: string): readonly (readonly [string, string])[] {
  return fields.objects(name).map((pair) => [pair.required('key'), pair.text('value') ?? '']);
}

export function asPairs(values: ReadonlyMap<string, string>): readonly CallObject[] {
  return [...values].map(([key, value]) => ({ key, value }));
}

/** JSON has no number for these. */
export function asJsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
