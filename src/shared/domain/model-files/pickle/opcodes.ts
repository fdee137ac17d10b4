/** The instructions of a pickle, protocols 0 to 5: https://docs.python.org/3/library/pickletools.html. */

/** What follows the byte of the instruction. */
export type OpcodeArgument =
  | { readonly kind: 'none' }
  /** A whole number of so many bytes. */
  | { readonly kind: 'number'; readonly bytes: number }
  /** Text up to the end of a line; the functions of protocol 0 have two. */
  | { readonly kind: 'lines'; readonly count: number }
  /** A length of so many bytes, then the content. */
  | { readonly kind: 'content'; readonly bytes: number; readonly holds: 'bytes' | 'text' | 'integer' };

const NONE: OpcodeArgument = { kind: 'none' };
const number = (bytes: number): OpcodeArgument => ({ kind: 'number', bytes });
const lines = (count = 1): OpcodeArgument => ({ kind: 'lines', count });
const content = (bytes: number, holds: 'bytes' | 'text' | 'integer' = 'bytes'): OpcodeArgument => ({
  kind: 'content',
  bytes,
  holds,
});

const table = {
  '(': ['MARK', NONE],
  '.': ['STOP', NONE],
  '0': ['POP', NONE],
  '1': ['POP_MARK', NONE],
  '2': ['DUP', NONE],
  F: ['FLOAT', lines()],
  I: ['INT', lines()],
  J: ['BININT', number(4)],
  K: ['BININT1', number(1)],
  L: ['LONG', lines()],
  M: ['BININT2', number(2)],
  N: ['NONE', NONE],
  P: ['PERSID', lines()],
  Q: ['BINPERSID', NONE],
  R: ['REDUCE', NONE],
  S: ['STRING', lines()],
  T: ['BINSTRING', content(4, 'text')],
  U: ['SHORT_BINSTRING', content(1, 'text')],
  V: ['UNICODE', lines()],
  X: ['BINUNICODE', content(4, 'text')],
  a: ['APPEND', NONE],
  b: ['BUILD', NONE],
  c: ['GLOBAL', lines(2)],
  d: ['DICT', NONE],
  '}': ['EMPTY_DICT', NONE],
  e: ['APPENDS', NONE],
  g: ['GET', lines()],
  h: ['BINGET', number(1)],
  i: ['INST', lines(2)],
  j: ['LONG_BINGET', number(4)],
  l: ['LIST', NONE],
  ']': ['EMPTY_LIST', NONE],
  o: ['OBJ', NONE],
  p: ['PUT', lines()],
  q: ['BINPUT', number(1)],
  r: ['LONG_BINPUT', number(4)],
  s: ['SETITEM', NONE],
  t: ['TUPLE', NONE],
  ')': ['EMPTY_TUPLE', NONE],
  u: ['SETITEMS', NONE],
  G: ['BINFLOAT', number(8)],
  '\x80': ['PROTO', number(1)],
  '\x81': ['NEWOBJ', NONE],
  '\x82': ['EXT1', number(1)],
  '\x83': ['EXT2', number(2)],
  '\x84': ['EXT4', number(4)],
  '\x85': ['TUPLE1', NONE],
  '\x86': ['TUPLE2', NONE],
  '\x87': ['TUPLE3', NONE],
  '\x88': ['NEWTRUE', NONE],
  '\x89': ['NEWFALSE', NONE],
  '\x8a': ['LONG1', content(1, 'integer')],
  '\x8b': ['LONG4', content(4, 'integer')],
  B: ['BINBYTES', content(4)],
  C: ['SHORT_BINBYTES', content(1)],
  '\x8c': ['SHORT_BINUNICODE', content(1, 'text')],
  '\x8d': ['BINUNICODE8', content(8, 'text')],
  '\x8e': ['BINBYTES8', content(8)],
  '\x8f': ['EMPTY_SET', NONE],
  '\x90': ['ADDITEMS', NONE],
  '\x91': ['FROZENSET', NONE],
  '\x92': ['NEWOBJ_EX', NONE],
  '\x93': ['STACK_GLOBAL', NONE],
  '\x94': ['MEMOIZE', NONE],
  '\x95': ['FRAME', number(8)],
  '\x96': ['BYTEARRAY8', content(8)],
  '\x97': ['NEXT_BUFFER', NONE],
  '\x98': ['READONLY_BUFFER', NONE],
} as const satisfies Readonly<Record<string, readonly [string, OpcodeArgument]>>;

export type OpcodeName = (typeof table)[keyof typeof table][0];

export interface Opcode {
  readonly name: OpcodeName;
  readonly argument: OpcodeArgument;
}

/** By the byte of the instruction. */
export const OPCODES: readonly (Opcode | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const entry = Object.entries(table).find(([character]) => character.charCodeAt(0) === byte)?.[1];
  return entry === undefined ? undefined : { name: entry[0], argument: entry[1] };
});
