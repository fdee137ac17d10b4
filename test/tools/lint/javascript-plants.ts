/** One violation of each rule of the linter that the compiler has for TypeScript. */

export const javascriptPlants: readonly (readonly [rule: string, text: string])[] = [
  ['constructor-super', 'class A {} export class B extends A { constructor() {} }'],
  ['getter-return', 'export const f = { get a() { } };'],
  ['no-class-assign', 'class A {} A = 1; export { A };'],
  ['no-const-assign', 'const a = 1; a = 2; export { a };'],
  ['no-dupe-class-members', 'export class A { f() { return 1; } f() { return 2; } }'],
  ['no-dupe-keys', 'export const f = { a: 1, a: 2 };'],
  ['no-func-assign', 'function g() { return 1; } g = 2; export { g };'],
  ['no-import-assign', "import { join } from 'node:path'; join = 1; export { join };"],
  ['no-new-native-nonconstructor', 'export const f = new Symbol();'],
  ['no-obj-calls', 'export const f = Math();'],
  ['no-redeclare', 'var a = 1; var a = 2; export { a };'],
  ['no-setter-return', 'export const f = { set a(b) { return b; } };'],
  ['no-this-before-super', 'class A {} export class B extends A { constructor() { this.a = 1; super(); } }'],
  ['no-undef', 'export const f = () => notDeclared;'],
  ['no-unreachable', 'export const f = () => { return 1; console.log(1); };'],
  ['no-unsafe-negation', "export const f = (a) => !'x' in a;"],
  ['no-unused-vars', 'const a = 1; export const f = 2;'],
];
