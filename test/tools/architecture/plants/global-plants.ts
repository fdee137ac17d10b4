/** Globals that a layer may not use, and second places that fail a step, in each spelling that hides them. */
import {
  type Plant,
  ADAPTER,
  CREATE_PORTS,
  DOMAIN,
  inFunction,
  MAIN,
  plant,
  PORTS,
  RUNTIME,
  STEP,
  STORY,
  USECASES,
} from './plant.ts';

/** Nowhere, apart from the members of `process` that a few files have. */
const inEveryLayer = (path: string): readonly Plant[] => [
  ...plant(path, 'may not use process.env; take what the step has', ...inFunction('process.env.HOME')),
  ...plant(path, 'may not use process.exit;', ...inFunction('process.exit(1)')),
  ...plant(path, 'may not use process.exitCode', ...inFunction('(process.exitCode = 1)')),
  ...plant(path, 'may not use process.getBuiltinModule', ...inFunction("process.getBuiltinModule('fs')")),
  ...plant(
    path,
    'may not use process in another form than process.<member>',
    ...inFunction(
      "process['env']",
      "Reflect.get(process, 'env')",
      '{ process }',
      '(p = process) => p.env',
      'process!.env',
    ),
    'export const f = () => {\n  const { env } = process;\n  return env;\n};',
    'export const f = () => {\n  const p = process;\n  return p.env;\n};',
    'export const f = () => {\n  {\n    const process = 1;\n    f.call(process);\n  }\n  return [process];\n};',
  ),
  ...plant(path, 'may not use globalThis', ...inFunction('globalThis.process', 'f.call(globalThis)')),
  ...plant(path, 'may not use eval; write the code itself', ...inFunction("eval('1')", "(0, eval)('1')")),
  ...plant(path, 'may not use Function', ...inFunction("new Function('')")),
  ...plant(path, 'may not use require', ...inFunction("require('node:fs')")),
  ...plant(path, 'may not use import.meta', ...inFunction('import.meta.dirname')),
  ...plant(
    path,
    'may not use constructor, which makes code from text',
    ...inFunction("f.constructor('')", "f['constructor']('')", "Reflect.get(f, 'constructor')"),
    'export const f = () => {\n  const { constructor: make } = f;\n  return make;\n};',
  ),
];

const inPureCode = (path: string): readonly Plant[] => [
  ...plant(path, 'may not use Date.now; take the time from the port Clock', ...inFunction('Date.now()')),
  ...plant(
    path,
    'may not use Date in another form than Date.<member>',
    ...inFunction("Date['now']()", '(Date).now()', 'Date()', 'new (Date)()', 'Date!.now()'),
    'export const f = () => {\n  const { now } = Date;\n  return now();\n};',
    'export class Day extends Date {}',
  ),
  ...plant(
    path,
    'may not use new Date() with other than 1 argument',
    ...inFunction('new Date()', 'new Date', 'new Date(...[])', 'new Date(2026, 1, 1)'),
  ),
  ...plant(
    path,
    'may not use Date.parse; take the time from',
    ...inFunction("Date.parse('2026-01-01T00:00')"),
  ),
  ...plant(
    path,
    'may not use new Date() of something else than a number; take the time from the port Clock in src/shared/ports/runner.ts; read a text with parseInstant of src/shared/domain/kernel/time.ts',
    ...inFunction("new Date('2026-01-01T00:00')", 'new Date(`${f}`)', "new Date('2026-01-01' + f)"),
    'export const f = (text: string) => new Date(text);',
    'export const f = (value: { at: string | number }) => new Date(value.at);',
    "import { z } from 'zod';\nexport const f = (text: 1) => new Date(z.string().parse(text));",
  ),
  ...plant(
    path,
    'may not use stack, which shows the paths and the engine of the machine; report the code',
    ...inFunction('new Error().stack', "Error()['stack']", "Reflect.get(Error(), 'stack')"),
    'export const f = ({ stack: text }: Error) => text;',
  ),
  ...plant(path, 'may not use captureStackTrace', ...inFunction('Error.captureStackTrace(f)')),
  ...plant(
    path,
    'which depends on the language or the time zone of the machine; use the UTC form',
    ...inFunction('new Date(0).getHours()', "new Date(0)['getTimezoneOffset']()", "'a'.localeCompare('b')"),
  ),
  ...plant(path, 'may not use Math.random; take a seed', ...inFunction('Math.random()')),
  ...plant(
    path,
    'may not use Math in another form than Math.<member>',
    ...inFunction("Math['random']()"),
    'export const f = () => {\n  const { random } = Math;\n  return random();\n};',
  ),
  ...plant(path, 'may not use console.log; write to the port Log', ...inFunction('console.log(1)')),
  ...plant(
    path,
    'may not use fetch; send the request in an adapter',
    ...inFunction("fetch('x')", 'fetch', '{ fetch }', '(get = fetch) => get', '(fetch as () => 1)()'),
    'export { fetch };',
  ),
];

/** What a list of forbidden names would have to know. */
const unlisted: readonly (readonly [name: string, expression: string])[] = [
  ['self.fetch', 'self.fetch'],
  ['setTimeout', 'setTimeout(f, 1)'],
  ['queueMicrotask', 'queueMicrotask(f)'],
  ['performance.now', 'performance.now()'],
  ['crypto.randomUUID', 'crypto.randomUUID()'],
  ['AbortSignal.timeout', 'AbortSignal.timeout(1)'],
  ['Intl.DateTimeFormat', 'new Intl.DateTimeFormat().format()'],
  ['Buffer.allocUnsafe', 'Buffer.allocUnsafe(9)'],
  ['localStorage.getItem', "localStorage.getItem('x')"],
  ['navigator.userAgent', 'navigator.userAgent'],
  ['WebSocket', "new WebSocket('x')"],
  ['WeakRef', 'new WeakRef({})'],
  ['URL.createObjectURL', 'URL.createObjectURL(f)'],
  ['inventedTomorrow', 'inventedTomorrow()'],
];

export const globalPlants = [
  ...plant(
    'src/shared/domain/kernel/time.ts',
    'may not use new Date() of something else than a number',
    ...inFunction("new Date('2026-01-01T00:00')"),
  ),
  ...[DOMAIN, ADAPTER, CREATE_PORTS, RUNTIME].flatMap(inEveryLayer),
  ...inPureCode(DOMAIN),
  ...unlisted.flatMap(([name, expression]) =>
    plant(DOMAIN, `pure code (domain) may not use ${name}`, ...inFunction(expression)),
  ),
  ...[USECASES, STORY, STEP, MAIN].flatMap((path) => [
    ...plant(path, 'may not use process.exitCode', ...inFunction('(process.exitCode = 1)')),
    ...plant(path, 'may not use fetch', ...inFunction("fetch('x')")),
    ...plant(path, 'may not use Date.now', ...inFunction('Date.now()')),
  ]),
  ...plant(PORTS, 'pure code (ports) may not use fetch', 'export type A = 1;\nexport { fetch };'),
  ...plant(
    DOMAIN,
    'a.ts:2: pure code (domain) may not use fetch',
    'declare const fetch: () => 1;\nexport const f = () => fetch();',
  ),
  ...plant(
    DOMAIN,
    'a.ts:2: pure code (domain) may not use process.env',
    'export const g = (process: 1) => process;\nexport const f = () => process.env;',
  ),
  ...plant(ADAPTER, 'adapters may not use console.log', ...inFunction('console.log(1)')),
  ...plant(RUNTIME, 'runtime may not use fetch', ...inFunction("fetch('x')")),
  ...plant('src/shared/runtime/environment.ts', 'may not use process.exit', ...inFunction('process.exit(1)')),
  ...plant('src/shared/adapters/process/a.ts', 'may not use process.env', ...inFunction('process.env')),
];

const CORE = "import * as core from '@actions/core';\n";

export const failurePlants = [
  ...plant(
    RUNTIME,
    'setFailed: expected exactly one call, in src/shared/runtime/run-action.ts, got',
    `${CORE}export const f = () => core.setFailed('x');`,
  ),
  ...plant(
    RUNTIME,
    'throw an error, or return a failed outcome',
    "import { setFailed as x } from '@actions/core';\nexport const f = () => x('y');",
    "import { setFailed } from '@actions/core';\nexport const f = (x: string[]) => x.forEach(setFailed);",
  ),
  ...plant(STORY, 'setFailed', "export const f = (core: Record<string, () => 1>) => core['setFailed']?.();"),
  ...plant(
    RUNTIME,
    'a.ts:2: core is @actions/core in another form than core.<member>; name the member',
    `${CORE}export const f = () => core['set' + 'Failed']('x');`,
    `${CORE}export const f = (k: 'info') => core[k]('x');`,
    `${CORE}export const f = ({ info } = core) => info('x');`,
    `${CORE}export const f = () => core.default;`,
    "import core from '@actions/core';\nexport const f = () => [core];",
    "import { default as core } from '@actions/core';\nexport const f = () => ({ core });",
  ),
];
