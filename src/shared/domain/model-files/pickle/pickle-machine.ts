/**
 * The stack of a pickle, followed without calling anything: enough of the values to know every function that loading
 * would look up, and what it would be called with (https://docs.python.org/3/library/pickle.html).
 */
import type { ScanRule } from '../../documents/file-scan.ts';
import { meaningOf, type GlobalMeaning, type GlobalName } from './global-names.ts';
import { makeTuple, OPAQUE, weightOf, type Made, type PickleValue } from './pickle-values.ts';

/** More are refused: what follows would not be read with care. */
const MAX_STACK = 1_000_000;
const MAX_MEMO = 10_000_000;
/** A list of lists that holds more values than this, by what is used again, is made to fill a memory. */
const MAX_WEIGHT = 1e9;
/** What describes an array has a few keys; a vocabulary has millions, of which nothing is asked. */
const MAX_ENTRIES = 4096;

const rulesOfMeanings: Readonly<Record<Exclude<GlobalMeaning, 'allowed'>, ScanRule>> = {
  unknown: 'unknown-global',
  'carries-code': 'carries-code',
  dangerous: 'dangerous-global',
  'attribute-walk': 'attribute-walk',
};

export interface MachineOptions {
  /** Names that the configuration allows, as `module.name`. */
  readonly allowed: ReadonlySet<string>;
  /** PyTorch stands its storages beside the pickle and names them so. */
  readonly hasPersistentIds: boolean;
  readonly report: (rule: ScanRule, subject: string) => void;
}

/** Thrown where no reader can continue. */
export class PickleFault extends Error {
  readonly rule: ScanRule;

  constructor(rule: ScanRule, message: string) {
    super(message);
    this.rule = rule;
  }
}

export class PickleMachine {
  readonly #options: MachineOptions;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  push(value: PickleValue): void {
    if (this.#stack.length >= MAX_STACK) throw new PickleFault('over-limit', 'values on the stack');
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const floor = this.#marks.at(-1) ?? 0;
    const value = this.#stack.length > floor ? this.#stack.pop() : undefined;
    if (value === undefined) throw new PickleFault('malformed', 'takes a value from an empty stack');
    return value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw new PickleFault('malformed', 'reads an empty stack');
    return value;
  }

  /** As `POP` does it: the newest value, or a mark where one is newer. */
  discard(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  mark(): void {
    if (this.#marks.length >= MAX_STACK) throw new PickleFault('over-limit', 'marks');
    this.#marks.push(this.#stack.length);
  }

  popMark(): PickleValue[] {
    const start = this.#marks.pop();
    if (start === undefined) throw new PickleFault('malformed', 'ends a group that was not begun');
    return this.#stack.splice(start);
  }

  put(index: number): void {
    if (this.#memo.size >= MAX_MEMO) throw new PickleFault('over-limit', 'remembered values');
    this.#memo.set(index, this.top());
  }

  memoize(): void {
    this.put(this.#memo.size);
  }

  get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw new PickleFault('malformed', `uses value ${index}, which was not kept`);
    this.push(value);
  }

  /** A name is looked up: its module is imported. */
  pushGlobal(global: GlobalName): void {
    const meaning = meaningOf(global, this.#options.allowed);
    if (meaning !== 'allowed') this.#options.report(rulesOfMeanings[meaning], nameOf(global));
    this.push({ kind: 'global', global, isAllowed: meaning === 'allowed' });
  }

  /** Names that other values make. */
  pushStackGlobal(): void {
    const [name, module] = [this.pop(), this.pop()];
    if (name.kind === 'text' && module.kind === 'text') {
      this.pushGlobal({ module: module.text, name: name.text });
      return;
    }
    this.#options.report('computed-global', module.kind === 'text' ? module.text : '');
    this.push(OPAQUE);
  }

  call(callable: PickleValue, args: readonly PickleValue[]): Made {
    if (callable.kind !== 'global')
      this.#options.report(
        'computed-call',
        callable.kind === 'made' ? describeMade(callable) : callable.kind,
      );
    const made: Made = {
      kind: 'made',
      callable: callable.kind === 'global' ? callable.global : undefined,
      args,
      state: undefined,
      weight: 1,
    };
    this.push(made);
    return made;
  }

  /** The state of an object, or the attributes of what should not be changed. */
  build(): PickleValue {
    const state = this.pop();
    const target = this.top();
    if (target.kind === 'global') this.#options.report('changes-global', nameOf(target.global));
    if (target.kind === 'made') target.state = state;
    return target;
  }

  append(values: readonly PickleValue[]): void {
    const target = this.top();
    if (target.kind === 'global') this.#options.report('changes-global', nameOf(target.global));
    if (target.kind !== 'list' && target.kind !== 'made') return;
    for (const value of values) target.weight += weightOf(value);
    this.#checkWeight(target.weight);
  }

  setItems(values: readonly PickleValue[]): void {
    const target = this.top();
    if (target.kind === 'global') this.#options.report('changes-global', nameOf(target.global));
    this.#enter(target, values);
  }

  pushDict(values: readonly PickleValue[]): void {
    const dict: PickleValue = { kind: 'dict', entries: new Map(), weight: 1 };
    this.#enter(dict, values);
    this.push(dict);
  }

  pushTuple(items: readonly PickleValue[]): void {
    const tuple = makeTuple(items);
    this.#checkWeight(weightOf(tuple));
    this.push(tuple);
  }

  pushList(values: readonly PickleValue[]): void {
    this.push({ kind: 'list', weight: 1 });
    this.append(values);
  }

  persistentId(): void {
    if (!this.#options.hasPersistentIds) this.#options.report('persistent-id', '');
    this.push(OPAQUE);
  }

  extension(code: number): void {
    this.#options.report('extension-registry', `code ${code}`);
    this.push(OPAQUE);
  }

  #enter(target: PickleValue, values: readonly PickleValue[]): void {
    if (values.length % 2 === 1) throw new PickleFault('malformed', 'a key without a value');
    for (let index = 0; index < values.length; index += 2) {
      const [key, value] = [values[index], values[index + 1]];
      if (value === undefined) continue;
      if (target.kind === 'dict' && key?.kind === 'text' && target.entries.size < MAX_ENTRIES)
        target.entries.set(key.text, value);
      if ('weight' in target && target.kind !== 'tuple') target.weight += weightOf(value);
    }
    this.#checkWeight(weightOf(target));
  }

  #checkWeight(weight: number): void {
    if (weight > MAX_WEIGHT) throw new PickleFault('expansion', `about ${weight.toExponential(0)} values`);
  }
}

export function nameOf({ module, name }: GlobalName): string {
  return `${module}.${name}`;
}

function describeMade({ callable }: Made): string {
  return callable === undefined ? 'the result of a call' : `the result of ${nameOf(callable)}`;
}
