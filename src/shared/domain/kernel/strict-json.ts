/**
 * JSON (RFC 8259) to the letter, with the place of everything: what training code writes is evaluated later,
 * so nothing in it may be guessed. Against `JSON.parse` this refuses repeated names and deep nesting, and every
 * message has line and column. What a double cannot hold is read as text: `1e999`, integers of more than 53 bits,
 * and the `NaN` and `Infinity` that Python writes.
 */
import { DataError } from './errors.ts';

export type JsonNode =
  | { readonly kind: 'object'; readonly offset: number; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'array'; readonly offset: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'scalar'; readonly offset: number; readonly value: string | number | boolean | null };

const MAX_DEPTH = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const WORD = /[^\s,\]}:]+/y;
const SPACE = /[ \t\n\r]*/y;
const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity']);

/** @param where names the file. @throws DataError DATA_INVALID */
export function parseStrictJson(text: string, where: string): JsonNode {
  const reader = new Reader(text, where);
  const node = reader.readValue(0);
  reader.expectEnd();
  return node;
}

class Reader {
  readonly #text: string;
  readonly #where: string;
  #offset = 0;

  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
  }

  readValue(depth: number): JsonNode {
    this.#skipSpace();
    if (depth > MAX_DEPTH) throw this.#error(`expected at most ${MAX_DEPTH} levels, got more`);
    const offset = this.#offset;
    switch (this.#text[offset]) {
      case '{':
        return { kind: 'object', offset, members: this.#readMembers(depth) };
      case '[':
        return { kind: 'array', offset, items: this.#readItems(depth) };
      case '"':
        return { kind: 'scalar', offset, value: this.#readString() };
      default:
        return { kind: 'scalar', offset, value: this.#readNumberOrWord() };
    }
  }

  expectEnd(): void {
    this.#skipSpace();
    if (this.#offset < this.#text.length) throw this.#error('expected the end of the file');
  }

  #readMembers(depth: number): Map<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    this.#readList('}', () => {
      const offset = this.#offset;
      const name = this.#readString();
      if (members.has(name))
        throw this.#error(`expected each name once, got ${JSON.stringify(name)} again`, offset);
      this.#take(':');
      members.set(name, this.readValue(depth + 1));
    });
    return members;
  }

  #readItems(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.#readList(']', () => items.push(this.readValue(depth + 1)));
    return items;
  }

  #readList(end: string, readEntry: () => void): void {
    this.#offset += 1;
    this.#skipSpace();
    if (this.#text[this.#offset] === end) {
      this.#offset += 1;
      return;
    }
    for (;;) {
      this.#skipSpace();
      readEntry();
      this.#skipSpace();
      const next = this.#text[this.#offset];
      if (next !== ',' && next !== end) throw this.#error(`expected "," or "${end}"`);
      this.#offset += 1;
      if (next === end) return;
    }
  }

  #readString(): string {
    const offset = this.#offset;
    const token = this.#match(STRING);
    if (token === undefined) throw this.#error('expected a text in double quotes');
    try {
      return JSON.parse(token) as string;
    } catch {
      throw this.#error('expected a text without raw control characters and unknown escapes', offset);
    }
  }

  #readNumberOrWord(): number | string | boolean | null {
    const offset = this.#offset;
    const word = this.#match(WORD) ?? '';
    const literal = LITERALS.get(word);
    if (literal !== undefined) return literal;
    if (NOT_FINITE.has(word)) return word;
    this.#offset = offset;
    const number = this.#match(NUMBER);
    if (number === undefined || number !== word)
      throw this.#error(`expected a JSON value, got ${describeWord(word)}`, offset);
    const value = Number(number);
    if (!Number.isFinite(value)) return number;
    const isExact = Number.isSafeInteger(value) || !/^-?\d+$/.test(number) || String(value) === number;
    return isExact ? value : number;
  }

  #take(character: string): void {
    this.#skipSpace();
    if (this.#text[this.#offset] !== character) throw this.#error(`expected "${character}"`);
    this.#offset += 1;
  }

  #skipSpace(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text)?.[0];
    this.#offset += match?.length ?? 0;
    return match;
  }

  #error(problem: string, offset = this.#offset): DataError {
    const before = this.#text.slice(0, offset).split('\n');
    const place = `${this.#where}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    return new DataError('DATA_INVALID', `${place}: ${problem}`, {
      hint: 'correct the file at this place, or write it with a JSON library',
    });
  }
}

function describeWord(word: string): string {
  return word === '' ? 'nothing' : word.slice(0, 40);
}
