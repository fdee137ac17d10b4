/** Files in the wrong place or under an empty name, ports that grow, and names that are handed on. */
import { ADAPTER, DOMAIN, MAIN, plant, PORTS, STORY } from './plant.ts';

const ANYTHING = 'export const x = 1;';

export const layerPlants = [
  ...plant('actions/other/main.ts', 'stands in no layer; move it below one of the five actions', ANYTHING),
  ...plant('actions/a.ts', 'stands in no layer', ANYTHING),
  ...plant('src/shared/services/a.ts', 'stands in no layer', ANYTHING),
  ...plant('src/a.ts', 'stands in no layer', ANYTHING),
  ...plant('src/shared/domain/kernel/a.mts', 'stands in no layer', ANYTHING),
  ...plant('src/shared/domain/kernel/a.js', 'stands in no layer', ANYTHING),
];

const FOUR = 'interface Four { a(): 1; b(): 1; c(): 1; d(): 1 }';
const SEVEN = '{ a(): 1; b(): 1; c(): 1; d(): 1; e(): 1; f(): 1; g(): 1 }';

export const portPlants = [
  ...plant(
    PORTS,
    'port A: expected at most 6 methods, got 7; split it by who needs what',
    `export interface A ${SEVEN}`,
    `export type A = ${SEVEN};`,
    `export type A = Readonly<${SEVEN}>;`,
    `export type A = Partial<${SEVEN}>;`,
    `export type A = 1 | ${SEVEN};`,
    'export interface A { a: F; b: F; c: F; d: F; e: F; f: () => 1; g?: F }\ntype F = () => 1;',
    'export interface A { a(): 1; b(): 1; c(): 1; d(): 1; e(): 1; f(): 1 }\nexport interface A { g(): 1 }',
    `${FOUR}\nexport interface A extends Four { e(): 1; f(): 1; g(): 1 }`,
    `${FOUR}\nexport type A = Four & { e(): 1; f(): 1; g(): 1 };`,
    `${FOUR}\nexport type A = Omit<Four, 'a'> & { e(): 1; f(): 1; g(): 1; h(): 1 };`,
  ),
  ...plant(
    PORTS,
    'port within A: expected at most 6 methods, got 7',
    `export interface A { readonly group: ${SEVEN} }`,
    `export type A = readonly ${SEVEN}[];`,
    `export type A = () => ${SEVEN};`,
  ),
  ...plant(
    PORTS,
    'port A: expected at most 6 methods, got Infinity',
    'export interface A { readonly [name: string]: () => 1 }',
    'export type A = Record<string, () => 1>;',
  ),
  ...plant(
    PORTS,
    'port A: expected the type of what it holds, got any; write the arguments and the result',
    'export interface A { readonly run: any }',
    'export interface A { run(first: any): 1 }',
    'export type A = Partial<Record<string, any>>;',
  ),
  ...plant(
    PORTS,
    'port A: expected the type of what it holds, got Function',
    'export interface A { readonly run: Function }',
    'export type A = () => readonly Function[];',
  ),
  ...plant(
    PORTS,
    'port A: expected at most 6 methods, got 7',
    'export interface A { a(): 1; b(): 1; c(): 1; d(): 1; e(): 1; f(): 1; readonly g: new () => 1 }',
  ),
  ...plant(
    PORTS,
    'a port is a type, got a statement; move what runs to adapters/',
    'export const f = () => 1;',
    'export class A {}',
  ),
];

export const modulePlants = [
  ...plant(
    DOMAIN,
    're-exports what another file makes; import it from where it is made',
    "export * from './b.ts';",
    "export * as b from './b.ts';",
    "export { b } from './b.ts';",
    "export type { B } from './b.ts';",
    "import { b } from './b.ts';\nexport { b };",
    "import { b } from './b.ts';\nexport { b as c };",
    "import type { B } from './b.ts';\nexport type { B };",
    "import { b } from './b.ts';\nexport default b;",
    "import { b } from './b.ts';\nexport const c = b;",
    "import { b } from './b.ts';\nexport const c = b satisfies unknown;",
    "import { z } from 'zod';\nexport { z };",
    "import type { B } from './b.ts';\nexport type C = B;",
    "export type C = import('./b.ts').B;",
    "import { b } from './b.ts';\nconst c = b;\nexport { c };",
    "import { b } from './b.ts';\nconst c = b;\nexport default c;",
    "import type { B } from './b.ts';\ntype C = B;\nexport type { C };",
    "import type { B } from './b.ts';\nexport type C = (B);",
    "import type { B } from './b.ts';\nexport interface C extends B {}",
    "import type { B } from './b.ts';\ninterface C extends B {}\nexport type { C };",
    "import { b } from './b.ts';\nexport type C = typeof b;",
    "export type C = typeof import('./b.ts').b;",
    "import { soundEffect } from './sound.ts';\nexport type C = typeof soundEffect;",
    "import type { Sound } from './sound.ts';\nexport type C = Sound & unknown;",
    "import type { Sound } from './sound.ts';\nexport type C = Sound | never;",
    "import type { Sound } from './sound.ts';\nexport type C = Exclude<Sound, undefined>;",
  ),
  ...plant(
    DOMAIN,
    'imports a whole source file; import the names that are used',
    "import * as b from './b.ts';\nexport const c = () => b.c;",
  ),
  ...plant(DOMAIN, 'expected an export, got none', 'const a = 1;'),
];

const EMPTY_FILES = [
  'string-utils',
  'utility',
  'my-util',
  'helper-functions',
  'helpers',
  'misc',
  'common-things',
];
const EMPTY_NAMES = [
  ...EMPTY_FILES,
  'shared',
  'shared-types',
  'my-lib',
  'lib',
  'stuff',
  'index',
  'types',
  'constants',
  'core',
  'base',
  'tools',
  'impl',
  'manager',
];

export const namePlants = [
  ...EMPTY_NAMES.flatMap((name) => [
    ...plant(
      `src/shared/domain/kernel/${name}.ts`,
      `the name ${name} says nothing; name what is in it`,
      ANYTHING,
    ),
    ...plant(`src/shared/adapters/${name}/a.ts`, `the name ${name} says nothing`, ANYTHING),
  ]),
  ...plant('src/shared/domain/kernel/data.ts', 'the name data says nothing', ANYTHING),
  ...plant('src/shared/adapters/files/data/a.ts', 'the name data says nothing', ANYTHING),
  ...plant('src/shared/domain/kernel/myFile.ts', 'expected kebab case, got myFile', ANYTHING),
  ...plant('src/shared/adapters/gitHub/a.ts', 'expected kebab case, got gitHub', ANYTHING),
  ...plant(ADAPTER, 'expected at most 400 lines, got 402; split it', `${ANYTHING}${'\n'.repeat(401)}`),
  ...plant(STORY, 'expected at most 120 lines, got 121; move what', `${ANYTHING}${'\n'.repeat(120)}`),
  ...plant(MAIN, 'expected at most 40 lines, got 41; move the ports', `${ANYTHING}${'\n'.repeat(40)}`),
];
