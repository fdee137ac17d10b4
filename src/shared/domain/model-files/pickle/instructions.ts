/** What each instruction does to the machine. */
import type { OpcodeName } from './opcodes.ts';
import { PickleFault, type PickleMachine } from './pickle-machine.ts';
import { unescapeUnicode, unquote } from './pickle-texts.ts';
import { OPAQUE, type PickleValue } from './pickle-values.ts';

/** What followed the byte of the instruction. */
export interface Operand {
  /** Of a number, unsigned. */
  readonly value: number;
  readonly lines: readonly string[];
  /** Of a content: the text, the number, or where the bytes stand. */
  readonly content: PickleValue;
}

type Instruction = (machine: PickleMachine, operand: Operand) => void;

const NOTHING: Instruction = () => undefined;
const pushOpaque: Instruction = (machine) => {
  machine.push(OPAQUE);
};
const pushContent: Instruction = (machine, { content }) => {
  machine.push(content);
};
const pushNumber: Instruction = (machine, { value }) => {
  machine.push({ kind: 'number', value });
};
const pushLineNumber: Instruction = (machine, { lines }) => {
  const value = Number((lines[0] ?? '').replace(/L$/, ''));
  machine.push(Number.isSafeInteger(value) ? { kind: 'number', value } : OPAQUE);
};
const pushText = (machine: PickleMachine, text: string): void => {
  machine.push({ kind: 'text', text });
};
const get: Instruction = (machine, { value }) => {
  machine.get(value);
};
const put: Instruction = (machine, { value }) => {
  machine.put(value);
};
const extension: Instruction = (machine, { value }) => {
  machine.extension(value);
};
const tupleOf =
  (count: number): Instruction =>
  (machine) => {
    machine.pushTuple(Array.from({ length: count }, () => machine.pop()).toReversed());
  };
const discardMarked: Instruction = (machine) => {
  machine.popMark();
};

function itemsOf(value: PickleValue): readonly PickleValue[] {
  return value.kind === 'tuple' ? value.items : [value];
}

function indexOf(lines: readonly string[]): number {
  const index = Number(lines[0]);
  if (Number.isSafeInteger(index) && index >= 0) return index;
  throw new PickleFault('malformed', `expected the number of a kept value, got ${lines[0] ?? ''}`);
}

export const instructions: Readonly<Record<OpcodeName, Instruction>> = {
  PROTO: NOTHING,
  FRAME: NOTHING,
  STOP: NOTHING,
  READONLY_BUFFER: NOTHING,
  NONE: pushOpaque,
  NEWTRUE: pushOpaque,
  NEWFALSE: pushOpaque,
  FLOAT: pushOpaque,
  BINFLOAT: pushOpaque,
  NEXT_BUFFER: pushOpaque,
  EMPTY_SET: (machine) => {
    machine.pushList([]);
  },
  INT: pushLineNumber,
  LONG: pushLineNumber,
  BININT: (machine, { value }) => {
    machine.push({ kind: 'number', value: value | 0 });
  },
  BININT1: pushNumber,
  BININT2: pushNumber,
  LONG1: pushContent,
  LONG4: pushContent,
  STRING: (machine, { lines }) => {
    const text = unquote(lines[0] ?? '');
    if (text === undefined) throw new PickleFault('malformed', 'a text without quotes');
    pushText(machine, text);
  },
  UNICODE: (machine, { lines }) => {
    pushText(machine, unescapeUnicode(lines[0] ?? ''));
  },
  BINSTRING: pushContent,
  SHORT_BINSTRING: pushContent,
  BINUNICODE: pushContent,
  SHORT_BINUNICODE: pushContent,
  BINUNICODE8: pushContent,
  BINBYTES: pushContent,
  SHORT_BINBYTES: pushContent,
  BINBYTES8: pushContent,
  BYTEARRAY8: pushContent,
  MARK: (machine) => {
    machine.mark();
  },
  POP: (machine) => {
    machine.discard();
  },
  POP_MARK: discardMarked,
  DUP: (machine) => {
    machine.push(machine.top());
  },
  EMPTY_TUPLE: (machine) => {
    machine.pushTuple([]);
  },
  TUPLE: (machine) => {
    machine.pushTuple(machine.popMark());
  },
  TUPLE1: tupleOf(1),
  TUPLE2: tupleOf(2),
  TUPLE3: tupleOf(3),
  EMPTY_LIST: (machine) => {
    machine.pushList([]);
  },
  LIST: (machine) => {
    machine.pushList(machine.popMark());
  },
  FROZENSET: (machine) => {
    machine.pushList(machine.popMark());
  },
  APPEND: (machine) => {
    machine.append([machine.pop()]);
  },
  APPENDS: (machine) => {
    machine.append(machine.popMark());
  },
  ADDITEMS: (machine) => {
    machine.append(machine.popMark());
  },
  EMPTY_DICT: (machine) => {
    machine.pushDict([]);
  },
  DICT: (machine) => {
    machine.pushDict(machine.popMark());
  },
  SETITEM: (machine) => {
    const [value, key] = [machine.pop(), machine.pop()];
    machine.setItems([key, value]);
  },
  SETITEMS: (machine) => {
    machine.setItems(machine.popMark());
  },
  GET: (machine, { lines }) => {
    machine.get(indexOf(lines));
  },
  BINGET: get,
  LONG_BINGET: get,
  PUT: (machine, { lines }) => {
    machine.put(indexOf(lines));
  },
  BINPUT: put,
  LONG_BINPUT: put,
  MEMOIZE: (machine) => {
    machine.memoize();
  },
  GLOBAL: (machine, { lines: [module = '', name = ''] }) => {
    machine.pushGlobal({ module, name });
  },
  STACK_GLOBAL: (machine) => {
    machine.pushStackGlobal();
  },
  REDUCE: (machine) => {
    const args = machine.pop();
    machine.call(machine.pop(), itemsOf(args));
  },
  NEWOBJ: (machine) => {
    const args = machine.pop();
    machine.call(machine.pop(), itemsOf(args));
  },
  NEWOBJ_EX: (machine) => {
    const [keywords, args] = [machine.pop(), machine.pop()];
    machine.call(machine.pop(), [...itemsOf(args), keywords]);
  },
  INST: (machine, { lines: [module = '', name = ''] }) => {
    const args = machine.popMark();
    machine.pushGlobal({ module, name });
    machine.call(machine.pop(), args);
  },
  OBJ: (machine) => {
    const [callable, ...args] = machine.popMark();
    if (callable === undefined) throw new PickleFault('malformed', 'an object without a class');
    machine.call(callable, args);
  },
  BUILD: (machine) => {
    machine.build();
  },
  PERSID: (machine) => {
    machine.persistentId();
  },
  BINPERSID: (machine) => {
    machine.pop();
    machine.persistentId();
  },
  EXT1: extension,
  EXT2: extension,
  EXT4: extension,
};
