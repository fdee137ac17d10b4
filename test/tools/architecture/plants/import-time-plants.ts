/** What happens when a file is imported: statements in every layer, and calls that reach an effect. */
import {
  ADAPTER,
  CREATE_PORTS,
  DOMAIN,
  ENTRY,
  MAIN,
  plant,
  RUNTIME,
  STORY,
  USECASES,
  withExport,
} from './plant.ts';

const ON_IMPORT = 'something happens on import:';

const statements = [
  ...plant(
    ADAPTER,
    'imports ./y.ts for what it does on import; import a function of it',
    "import './y.ts';",
    "import {} from './y.ts';",
  ),
  ...plant(ADAPTER, 'imports node:fs for what it does on import', "import 'node:fs';"),
  ...plant(
    ADAPTER,
    `a.ts:2: ${ON_IMPORT} a statement; move it into a function`,
    'export const y = 1;\nString(y);',
    'export const y = 1;\nif (y) String(y);',
    'export const y = 1;\nfor (const z of [y]) String(z);',
    'export const y = 1;\n{\n  String(y);\n}',
  ),
  ...plant(
    ADAPTER,
    `${ON_IMPORT} a variable that can change; make it a const`,
    'export let y = 1;',
    'export var y = 1;',
    'using y = { [Symbol.dispose]: () => 1 };',
    'await using y = { [Symbol.dispose]: () => 1 };',
  ),
  ...plant(ADAPTER, `${ON_IMPORT} await`, 'export const y = await 1;'),
  ...plant(ADAPTER, `${ON_IMPORT} import()`, "export const y = import('./effects.ts');"),
  ...plant(ADAPTER, `${ON_IMPORT} a static block`, 'export class Y {\n  static {\n    String(1);\n  }\n}'),
];

const globals = [
  ...plant(
    ADAPTER,
    `${ON_IMPORT} fetch`,
    "export const y = fetch('a');",
    "export const { y = fetch('a') } = { y: undefined };",
    "export default fetch('a');",
    "export class Y {\n  static y = fetch('a');\n}",
    "export class Y {\n  [String(fetch('a'))] = 1;\n}",
    "export const y = (() => fetch('a'))();",
    "export const y = (function () {\n  return fetch('a');\n})();",
    "export const y = Promise.resolve().then(() => fetch('a'));",
    "export const y = String({ toString: () => fetch('a') });",
    "export const y = `${{ toString() { return fetch('a'); } }}`;",
    "export const y = { get z() { return fetch('a'); } }.z;",
    "export const y = [...{ *[Symbol.iterator]() { yield fetch('a'); } }];",
    "export const y = Object.entries({ z: () => fetch('a') }).map(([, z]) => z());",
    "export const y = new Map([['z', () => fetch('a')]]).get('z')?.();",
  ),
  ...plant(
    ADAPTER,
    `a.ts:2: ${ON_IMPORT} fetch (${ADAPTER}:1)`,
    "class Z { static get z() { return fetch('a'); } }\nexport const y = Z.z;",
    "class Z { static get z() { return fetch('a'); } }\nexport const y = Z['z'];",
    "class Z { get z() { return fetch('a'); } }\nexport const y = new Z().z;",
  ),
  ...plant(ADAPTER, `${ON_IMPORT} stack, which shows`, 'export const y = new Error().stack;'),
  ...plant(ADAPTER, `${ON_IMPORT} Date.now`, 'export const y = Date.now();'),
  ...plant(ADAPTER, `${ON_IMPORT} new Date() with other than 1 argument`, 'export const y = new Date();'),
  ...plant(ADAPTER, `${ON_IMPORT} Math.random`, 'export const y = [Math.random()];'),
  ...plant(ADAPTER, `${ON_IMPORT} setTimeout`, 'export const y = setTimeout(() => 1, 1);'),
];

/** The call stands on line 2, the effect that it reaches on line 1. */
const calls = [
  ...plant(
    ADAPTER,
    `a.ts:2: ${ON_IMPORT} fetch (${ADAPTER}:1)`,
    "function start() { return fetch('a'); }\nexport const y = start();",
    "const start = () => fetch('a');\nexport const y = [start()];",
    "const steps = { start: () => fetch('a') };\nexport const y = steps.start();",
    "const { start } = { start: () => fetch('a') };\nexport const y = start();",
    "const make = () => ({ start: () => fetch('a') });\nexport const y = make().start();",
    "class Z { constructor() { void fetch('a'); } }\nexport const y = new Z();",
    "class Z { readonly z = fetch('a'); }\nexport const y = new Z();",
    "function* all() { yield fetch('a'); }\nexport const y = [...all()];",
    "function make() { void fetch('a'); return Object; }\nexport class Y extends make() {}",
  ),
  ...plant(
    ADAPTER,
    `a.ts:2: ${ON_IMPORT} fetch`,
    "const call = (f: () => unknown, x = f()) => 1;\nexport const y = call(() => fetch('a'));",
    "const call = (f: () => unknown) => f();\nexport const y = call(() => fetch('a'));",
  ),
  ...plant(
    ADAPTER,
    `a.ts:2: ${ON_IMPORT} fetch (src/shared/adapters/files/effects.ts:2)`,
    "import { ask } from './effects.ts';\nexport const y = ask();",
    "import { ask as other } from './effects.ts';\nexport const y = ['a'].map(other);",
    "import { ask, keep } from './effects.ts';\nexport const y = keep(ask).later();",
    "import { Asked } from './effects.ts';\nexport const y = new Asked();",
  ),
  ...plant(
    ADAPTER,
    'is called, and src/shared/adapters/files/y.ts does not declare it',
    "import { start } from './y.ts';\nexport const y = start();",
    "import { tag } from './y.ts';\nexport const y = tag`t`;",
  ),
  ...plant(
    ADAPTER,
    'of node:fs is called',
    "import fs from 'node:fs';\nexport const y = fs.readFileSync('a');",
    "import * as fs from 'node:fs';\nexport const y = fs.readFileSync('a');",
    "import { readFileSync as r } from 'node:fs';\nexport const y = r('a');",
    "import { promises } from 'node:fs';\nexport const y = promises.readFile('a');",
    "import { readFileSync } from 'node:fs';\nexport const y = ['a'].map(readFileSync);",
    "import { readFileSync } from 'node:fs';\nexport const y = ['a'].map((z) => readFileSync(z));",
    "import { readFileSync } from 'node:fs';\nconst read = readFileSync;\nexport const y = read('a');",
  ),
  ...plant(
    ADAPTER,
    'resolve of node:path is called; move it into a function',
    "import { resolve } from 'node:path';\nexport const y = resolve('.');",
    "import { resolve } from 'node:path';\nexport const y = ['.'].map((part) => resolve(part));",
  ),
  ...plant(
    ADAPTER,
    'of node:path is called; move it into a function',
    "import { relative } from 'node:path';\nexport const y = relative('/', '.');",
    "import { posix } from 'node:path';\nexport const y = posix.resolve('.');",
    "import path from 'node:path';\nexport const y = path.resolve('.');",
    "import * as path from 'node:path';\nexport const y = path.resolve('.');",
  ),
  ...plant(
    ADAPTER,
    'of node:util is called; move it into a function',
    "import { parseArgs } from 'node:util';\nexport const y = parseArgs();",
    "import { debuglog } from 'node:util';\nexport const y = debuglog('a').enabled;",
  ),
  ...plant(
    ADAPTER,
    'execFile of node:child_process is called',
    "import { execFile } from 'node:child_process';\nimport { promisify } from 'node:util';\nexport const y = promisify(execFile);",
  ),
];

export const importTimePlants = [
  ...statements,
  ...globals,
  ...calls,
  ...[DOMAIN, USECASES, STORY, RUNTIME, MAIN, CREATE_PORTS, ENTRY].flatMap((path) => [
    ...plant(path, `${ON_IMPORT} a statement`, 'export const y = 1;\nString(y);'),
    ...plant(path, `${ON_IMPORT} await`, 'export const y = await 1;'),
  ]),
].map(withExport);
