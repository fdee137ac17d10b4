/**
 * The globals that a file may use: a list of what is allowed, so that what a new version of Node brings is refused
 * until somebody adds it here. Pure code has those whose results depend on their arguments only.
 */
import type { Layer } from '../layers.ts';

/** How a global may be used: in any form, or only as one of its members; `new` with so many arguments. */
type GlobalUse =
  | 'any'
  | { readonly members: readonly string[] | { readonly except: string }; readonly newArguments?: number };

type Globals = Readonly<Record<string, GlobalUse>>;

const PURE: Globals = {
  ...anyUse('undefined NaN Infinity'),
  ...anyUse(
    'Array ArrayBuffer BigInt Boolean DataView Iterator JSON Map Number Object Promise RegExp Set String',
  ),
  ...anyUse('Symbol WeakMap WeakSet AggregateError Error RangeError TypeError'),
  ...anyUse(
    'Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array BigInt64Array BigUint64Array',
  ),
  ...anyUse('Float32Array Float64Array TextDecoder TextEncoder URLSearchParams'),
  ...anyUse('encodeURIComponent decodeURIComponent structuredClone'),
  Buffer: { members: ['alloc', 'byteLength', 'compare', 'concat', 'from', 'isBuffer', 'of'] },
  // One number: none is the clock, and a text or several numbers may be in the time zone of the machine.
  Date: { members: ['UTC'], newArguments: 1 },
  Intl: { members: ['Segmenter'] },
  Math: { members: { except: 'random' } },
  Reflect: { members: ['deleteProperty', 'get', 'has', 'ownKeys'] },
  URL: { members: ['canParse', 'parse'], newArguments: 1 },
  // A module without imports computes, and touches nothing.
  WebAssembly: { members: ['Instance', 'Module'] },
};

const TIME = anyUse(
  'AbortController AbortSignal Date performance setTimeout clearTimeout setInterval clearInterval',
);

const WORLD: Globals = {
  ...PURE,
  ...TIME,
  // Time zones, by name; an adapter reads them.
  Intl: { members: ['Segmenter', 'DateTimeFormat', 'supportedValuesOf'] },
  ...anyUse('Buffer Headers Math ReadableStream Request Response URL WritableStream fetch'),
};

export const GLOBALS: Readonly<Record<Layer, Globals>> = {
  domain: PURE,
  ports: PURE,
  usecases: PURE,
  story: PURE,
  entry: PURE,
  wiring: { ...PURE, Math: 'any' },
  adapters: WORLD,
  runtime: { ...PURE, ...TIME },
};

/** Who uses which member of `process`, by path or folder; no other file names it. Only one file ends the process. */
export const PROCESS_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'src/shared/runtime/environment.ts': ['env'],
  'src/shared/runtime/run-action.ts': ['once', 'exit'],
  'src/shared/runtime/signals.ts': ['on', 'off'],
  'src/shared/adapters/process/': ['kill', 'off', 'once', 'stdout'],
};

const LOCAL = 'which depends on the language or the time zone of the machine';
const LOCAL_MEMBERS =
  'localeCompare toLocaleString toLocaleDateString toLocaleTimeString toLocaleLowerCase toLocaleUpperCase ' +
  'toDateString toTimeString getTimezoneOffset getHours getMinutes getDay getDate getMonth getYear getFullYear ' +
  'setHours setMinutes setDate setMonth setYear setFullYear';

const MACHINE = 'which shows the paths and the engine of the machine';
const MACHINE_MEMBERS = 'stack captureStackTrace';

/** Members of allowed values that reach further, by name, each with what is wrong: `constructor` for all, the others in pure code. */
export const SPECIAL_MEMBERS: Readonly<Record<string, string>> = {
  constructor: 'which makes code from text',
  ...sameText(LOCAL_MEMBERS, LOCAL),
  ...sameText(MACHINE_MEMBERS, MACHINE),
};

/** The one place where pure code makes a time of a text. */
export const TIME_PARSER = 'src/shared/domain/kernel/time.ts';

const LISTS = 'test/tools/architecture/rules/global-names.ts';
const CLOCK = 'take the time from the port Clock in src/shared/ports/runner.ts';
const TEXT = `read a text with parseInstant of ${TIME_PARSER}, which refuses one without a zone`;
const RANDOM = 'take a seed, and draw from src/shared/domain/statistics/random-numbers.ts';
const REQUEST = 'send the request in an adapter, behind a port of src/shared/ports';
const CODE = 'write the code itself, so that the rules can read it';

const REMEDIES: Readonly<Record<string, string>> = {
  ...sameText(
    'performance setTimeout clearTimeout setInterval clearInterval setImmediate queueMicrotask AbortSignal Temporal',
    CLOCK,
  ),
  Date: `${CLOCK}; ${TEXT}`,
  ...sameText('Math crypto', RANDOM),
  ...sameText('fetch WebSocket EventSource XMLHttpRequest', REQUEST),
  ...sameText('constructor eval Function require module globalThis global self', CODE),
  ...sameText(LOCAL_MEMBERS, 'use the UTC form, or compare and write code points'),
  ...sameText(MACHINE_MEMBERS, 'report the code, the message and the cause of the error'),
  console: 'write to the port Log in src/shared/ports/runner.ts',
  process: `take what the step has (inputs, context, signal); who may use process stands in ${LISTS}`,
};

/** What to do instead of using a global that is not allowed. */
export function remedyFor(name: string): string {
  if (Object.hasOwn(REMEDIES, name)) return REMEDIES[name] ?? '';
  return `take it as an argument or from a port; what each layer may use stands in ${LISTS}`;
}

function anyUse(names: string): Globals {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'any']));
}

function sameText(names: string, text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, text]));
}
