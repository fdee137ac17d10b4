/** What looks like a violation and is none: the rules leave it alone. */
import { ADAPTER, CREATE_PORTS, DOMAIN, ENTRY, MAIN, PORTS, STORY } from './plant.ts';

export const harmless: readonly (readonly [path: string, text: string])[] = [
  [
    DOMAIN,
    'export const f = (all: any) => all.toSorted((one, other) => other.size - one.size).find(({ size }) => size > 20);',
  ],
  [DOMAIN, 'export const isFirst = (text: string): boolean => /^[a-g]4$/.test(text);'],
  [DOMAIN, "import { createHash } from 'node:crypto';\nexport const digest = () => createHash('sha256');"],
  [DOMAIN, "import { z } from 'zod';\nexport const schema = z.string().transform((text) => text.trim());"],
  [DOMAIN, 'export const at = new Date(0);\nexport const isDate = (x: unknown) => x instanceof Date;'],
  [DOMAIN, 'export const process = (fetch: () => 1) => fetch();\nexport const run = () => process(() => 1);'],
  [DOMAIN, 'export const f = ({ fetch: ask }: Record<string, () => 1>) => ask?.();'],
  [ADAPTER, 'export const f = () => new Date(0).toLocaleString();'],
  [DOMAIN, 'export interface A {\n  readonly env: { crypto: 1; process: 2 };\n}'],
  [DOMAIN, 'export const a = { process: 1, console: 2 };\nexport const b = a.process;'],
  [DOMAIN, 'export type Ask = typeof globalThis.fetch;\nexport type Environment = NodeJS.ProcessEnv;'],
  [DOMAIN, 'declare const mark: unique symbol;\nexport interface Marked {\n  readonly [mark]: true;\n}'],
  [DOMAIN, 'export class Sum {\n  readonly total: number;\n  constructor() {\n    this.total = 0;\n  }\n}'],
  [DOMAIN, 'export const f = () => {\n  loop: for (const a of [1]) if (a) continue loop;\n};'],
  [
    DOMAIN,
    "import type { A } from './b.ts';\nexport type Many = readonly A[];\nexport const wrap = (a: A) => [a];",
  ],
  [
    DOMAIN,
    'export const f = () => {\n  const seen = new Set();\n  for (const a of [1]) seen.add(a);\n  return seen;\n};',
  ],
  [
    DOMAIN,
    'const NONE = [1];\nexport const f = () => {\n  let rows = NONE;\n  rows = [2];\n  return rows;\n};',
  ],
  [
    DOMAIN,
    'const ROWS = [2, 1];\nexport const f = () => {\n  const rows = [...ROWS];\n  return rows.sort();\n};',
  ],
  [
    DOMAIN,
    'const ROWS = [2];\nexport const f = () => {\n  const own = ROWS.slice();\n  own.push(1);\n  return own;\n};',
  ],
  [DOMAIN, 'export const f = () => Object.assign({}, { a: 1 });'],
  [
    DOMAIN,
    'function keep(rows: number[]) {\n  rows.push(1);\n}\nexport const f = () => {\n  const own: number[] = [];\n  keep(own);\n  return own;\n};',
  ],
  [
    DOMAIN,
    'const sum = (rows: readonly number[]) => {\n  let total = 0;\n  rows.forEach((row) => {\n    total += row;\n  });\n  return total;\n};\nexport const TOTAL = sum([1, 2]);',
  ],
  [DOMAIN, 'export const createCount = () => {\n  let n = 0;\n  return { next: () => ++n };\n};'],
  [
    DOMAIN,
    'export class Count {\n  n = 0;\n  up() {\n    this.n += 1;\n  }\n}\nexport const count = () => new Count();',
  ],
  [DOMAIN, 'export const f = (url: URL) => {\n  url.search = "";\n  [url.hash] = ["a"];\n};'],
  [
    DOMAIN,
    'const LIMITS = { max: 2 };\nexport const f = () => {\n  let { max } = LIMITS;\n  max += 1;\n  return max;\n};',
  ],
  ['src/shared/domain/kernel/table-index.ts', 'export const a = 1;'],
  ['src/shared/domain/rollout/base-image.ts', 'export const a = 1;'],
  ['src/shared/domain/monitoring/current-data.ts', 'export const a = 1;'],
  ['src/shared/adapters/data/a.ts', 'export const a = 1;'],
  [DOMAIN, 'export const f = (days: number) => new Date(days * 86_400_000).toISOString();'],
  [DOMAIN, 'export const f = (at: Float64Array, row: number) => new Date(at[row] ?? NaN);'],
  [
    DOMAIN,
    'export const f = (text: string, now: Date) => [new Date(Number(text)), new Date(now.getTime() + 1)];',
  ],
  [DOMAIN, 'export const f = () => Date.UTC(2026, 1, 1);'],
  ['src/shared/domain/kernel/time.ts', 'export const f = (text: string) => Date.parse(text);'],
  [DOMAIN, 'export const stacked = [1];\nexport const unstack = (stacks: number[]) => stacks.length;'],
  [ADAPTER, 'export const f = (text: string) => [new Date(text), Date.parse(text), new Error(text).stack];'],
  [ADAPTER, "import { join } from 'node:path';\nexport const y = join('a', 'b');"],
  [ADAPTER, "import { resolve } from 'node:path';\nexport const y = () => resolve('.');"],
  [ADAPTER, "import { promisify } from 'node:util';\nexport const y = (f: () => 1) => promisify(f);"],
  [
    ADAPTER,
    'class Z { static get z() { return 1; } get now() { return Date.now(); } }\nexport const y = Z.z;',
  ],
  [
    PORTS,
    'export interface A {\n  a(value: unknown): Promise<unknown>;\n  readonly anything: (many: readonly string[]) => 1;\n}',
  ],
  [
    DOMAIN,
    "import type { Sound } from './sound.ts';\nexport interface Loud extends Sound { readonly decibel: number }",
  ],
  [
    DOMAIN,
    "import type { Sound } from './sound.ts';\nexport type Pair = Sound | undefined;\nexport type Hertz = Sound['hertz'];",
  ],
  [DOMAIN, "import type { Sound } from './sound.ts';\nexport type Silent = Sound & { readonly decibel: 0 };"],
  [DOMAIN, "import { soundEffect } from './sound.ts';\nexport type Made = ReturnType<typeof soundEffect>;"],
  [
    PORTS,
    'export interface A {\n  a(): 1;\n  b(): 1;\n  c(): 1;\n  d(): 1;\n  e(): 1;\n  f(): 1;\n  g: 1;\n  h: 1;\n}',
  ],
  [
    PORTS,
    "interface A { a(): 1; b(): 1; c(): 1; d(): 1 }\nexport type B = Omit<A, 'a'> & { e(): 1; f(): 1; g(): 1 };",
  ],
  [
    STORY,
    "import type { Files } from '../../src/shared/ports/a.ts';\nexport const run = (files: Files) => [files];",
  ],
  [STORY, "import { step } from './steps/a.ts';\nexport const run = () => step();"],
  [
    ADAPTER,
    "import { readFile } from 'node:fs/promises';\nexport const read = (path: string) => readFile(path);",
  ],
  [ADAPTER, 'export const now = () => Date.now();\nexport class Clock {\n  readonly start = Date.now();\n}'],
  [ADAPTER, "import { constants } from 'node:fs';\nexport const flags = constants.O_RDONLY;"],
  [ADAPTER, "import { BlockList } from 'node:net';\nexport const list = new BlockList();"],
  [
    ADAPTER,
    "import { ask, keep } from './effects.ts';\nexport const kept = keep(ask);\nexport const all = { ask };",
  ],
  [DOMAIN, 'const word = /a/;\nexport const f = (a: string) => word.test(a) || a.match(word) !== null;'],
  [
    DOMAIN,
    'const word = /a/g;\nexport const f = (a: string) => [...a.matchAll(word), a.replace(word, a), a.match(word)];',
  ],
  [DOMAIN, 'export const f = (a: string) => {\n  const word = /a/y;\n  return word.test(a);\n};'],
  [
    DOMAIN,
    'const rules = { has: { test: (a: string) => a === "a" } };\nexport const f = (a: string) => rules.has.test(a);',
  ],
  [ADAPTER, "export const calls = new Map([['ask', () => fetch('x')]]);"],
  [ADAPTER, "export const calls = Object.freeze({ ask: () => fetch('x') });"],
  [
    ADAPTER,
    'function squares(length: number) {\n  const rows = new Array(length);\n  for (let i = 0; i < length; i += 1) rows[i] = i * i;\n  return rows;\n}\nexport const table = squares(9);',
  ],
  [
    'src/shared/adapters/process/a.ts',
    "export const onExit = (close: () => void) => process.once('exit', close);",
  ],
  [
    MAIN,
    "import { ask } from '../../src/shared/adapters/files/effects.ts';\nexport const main = async () => {\n  await ask();\n};",
  ],
  [CREATE_PORTS, 'export const createPorts = () => ({ random: Math.random });'],
  [
    ENTRY,
    "const lazy = (load: () => Promise<() => 1>) => async () => (await load())();\nexport const train = lazy(async () => (await import('./train/main.ts')).main);",
  ],
];
