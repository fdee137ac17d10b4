/** One violation of each rule of the linter that reads types, in each spelling that another part of the rule finds. */

export const typedPlants: readonly (readonly [rule: string, text: string])[] = [
  ['typescript/await-thenable', 'export async function f(): Promise<void> { await 1; }'],
  ['typescript/no-array-delete', 'const a = [1, 2]; delete a[0]; export { a };'],
  ['typescript/no-base-to-string', 'export const f = (o: { readonly a: number }): string => String(o);'],
  [
    'typescript/no-confusing-void-expression',
    'const g = (): void => undefined; export const f = (): unknown[] => { const x = g(); return [x]; };',
  ],
  [
    'typescript/no-deprecated',
    '/** @deprecated no */ const old = (): number => 1; export const f = (): number => old();',
  ],
  ['typescript/no-duplicate-type-constituents', "export type T = 'a' | 'b' | 'a';"],
  [
    'typescript/no-floating-promises',
    'const g = async (): Promise<number> => Promise.resolve(1); export function f(): void { g(); }',
  ],
  [
    'typescript/no-for-in-array',
    'export function f(a: number[]): void { for (const i in a) { a.push(Number(i)); } }',
  ],
  ['typescript/no-generated-empty-object-type', "export type T = Omit<{ readonly a: 1 }, 'a'>;"],
  ['typescript/no-implied-eval', "setTimeout('x()', 1);"],
  [
    'typescript/no-meaningless-void-operator',
    'const g = (): void => undefined; export const f = (): void => { void g(); };',
  ],
  [
    'typescript/no-misused-promises',
    'const g = async (): Promise<boolean> => Promise.resolve(true); export const f = (): number => { if (g()) return 1; return 0; };',
  ],
  ['typescript/no-misused-spread', 'const m = new Map<string, number>(); export const f = { ...m };'],
  ['typescript/no-mixed-enums', "declare enum E { A = 1, B = 'b' } export const e: E = 1;"],
  ['typescript/no-redundant-type-constituents', 'export type T = unknown | string;'],
  [
    'typescript/no-unnecessary-boolean-literal-compare',
    'export const f = (b: boolean): boolean => b === true;',
  ],
  [
    'typescript/no-unnecessary-condition',
    'export const f = (s: { readonly a: number }): number => (s ? s.a : 0);',
  ],
  ['typescript/no-unnecessary-condition', 'export const f = (s: number): number => s ?? 1;'],
  ['typescript/no-unnecessary-condition', 'export const f = (s: { readonly a: number }): number => s?.a;'],
  ['typescript/no-unnecessary-condition', "export const f = (s: 'a'): boolean => s === 'a';"],
  ['typescript/no-unnecessary-template-expression', 'export const f = (s: string): string => `${s}`;'],
  [
    'typescript/no-unnecessary-type-arguments',
    'export const m = new Set<string>(); const g = <T = number>(x: T): T => x; export const f = g<number>(1); export const h = (): Map<string, Set<unknown>> => new Map<string, Set<unknown>>();',
  ],
  ['typescript/no-unnecessary-type-assertion', 'export const f = (s: string): string => s as string;'],
  ['typescript/no-unnecessary-type-conversion', 'export const f = (s: string): string => String(s);'],
  ['typescript/no-unnecessary-type-parameters', 'export function f<T>(x: T): void { console.log(x); }'],
  [
    'typescript/no-unsafe-argument',
    'declare const a: any; const g = (s: string): string => s; export const f = (): string => g(a);',
  ],
  ['typescript/no-unsafe-assignment', 'declare const a: any; export const f: string = a;'],
  ['typescript/no-unsafe-call', 'declare const a: any; a();'],
  [
    'typescript/no-unsafe-enum-comparison',
    'declare enum E { A = 0 } declare const e: E; export const f = e === 0;',
  ],
  ['typescript/no-unsafe-member-access', 'declare const a: any; export const f = (): unknown => a.b;'],
  ['typescript/no-unsafe-return', 'declare const a: any; export const f = (): string => a;'],
  ['typescript/no-unsafe-unary-minus', 'declare const a: string; export const f = -a;'],
  ['typescript/no-unsafe-enum-assignment', 'declare enum E { A = 0 } export const f: E = 1;'],
  [
    'typescript/no-useless-default-assignment',
    'export const f = ({ a = 1 }: { readonly a: number }): number => a;',
  ],
  ['typescript/only-throw-error', "export function f(): void { throw 'x'; }"],
  [
    'typescript/prefer-promise-reject-errors',
    "export const f = async (): Promise<void> => Promise.reject('x');",
  ],
  [
    'typescript/prefer-reduce-type-parameter',
    'export const f = (a: number[]): string[] => a.reduce((l, n) => [...l, String(n)], [] as string[]);',
  ],
  ['typescript/prefer-return-this-type', 'export class A { f(): A { return this; } }'],
  ['typescript/related-getter-setter-pairs', 'export interface A { get x(): string; set x(v: number); }'],
  ['typescript/require-await', 'export async function f(): Promise<number> { return 1; }'],
  ['typescript/restrict-plus-operands', 'export const f = (a: string, b: number): string => a + b;'],
  ['typescript/restrict-template-expressions', 'export const f = (a: { readonly b: 1 }): string => `x${a}`;'],
  [
    'typescript/return-await',
    'const g = async (): Promise<number> => Promise.resolve(1); export async function f(): Promise<number> { try { return g(); } catch { return await g(); } }',
  ],
  [
    'typescript/unbound-method',
    'class A { n = 1; f(): number { return this.n; } } export const f = new A().f;',
  ],
  [
    'typescript/use-unknown-in-catch-callback-variable',
    'export const f = async (): Promise<unknown> => Promise.resolve(1).catch((e) => e as unknown);',
  ],
  ['typescript/dot-notation', "export const f = (a: { readonly b: number }): number => a['b'];"],
  [
    'typescript/non-nullable-type-assertion-style',
    'export const f = (a: string | undefined): string => a as string;',
  ],
  [
    'typescript/prefer-find',
    'export const f = (a: readonly number[]): number | undefined => a.filter((n) => n > 1)[0];',
  ],
  ['typescript/prefer-includes', 'export const f = (a: readonly number[]): boolean => a.indexOf(1) !== -1;'],
  ['typescript/prefer-nullish-coalescing', "export const f = (a: string | undefined): string => a || 'x';"],
  [
    'typescript/prefer-optional-chain',
    'export const f = (a: { readonly b: number } | undefined): number | undefined => a && a.b;',
  ],
  ['typescript/prefer-regexp-exec', 'export const f = (a: string): unknown => a.match(/x/);'],
  ['typescript/prefer-string-starts-ends-with', "export const f = (a: string): boolean => a[0] === 'x';"],
  [
    'typescript/switch-exhaustiveness-check',
    "export function f(a: 'x' | 'y'): number { switch (a) { case 'x': return 1; } return 0; }",
  ],
];
