/**
 * Regular expressions that take time in proportion to the text: JavaScript's own try every way to match, which for
 * `(a+)+b` doubles with each letter, and a pattern of the configuration would keep a job busy for years. The language
 * is what a finite automaton can do; what it cannot (backreferences, look-around) is refused with a reason. Classes are
 * those of ASCII. Rob Pike's simulation, as described in R. Cox, "Regular Expression Matching Can Be Simple And Fast" (2007).
 */

/** Pairs of the first and last code point. */
interface CharacterSet {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly isNegated: boolean;
}

/** Jumps are relative to the instruction itself. */
type Instruction =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'fork'; readonly first: number; readonly second: number }
  | { readonly kind: 'start' | 'end' };

type Program = readonly Instruction[];

export interface LinearPattern {
  readonly program: Program;
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: LinearPattern }
  /** "expected …, got …". */
  | { readonly ok: false; readonly reason: string };

/** Each row of a text costs up to so many steps for a character; `{1000}` copies what stands before it. */
const MAX_INSTRUCTIONS = 2000;
const MAX_DEPTH = 50;

const DIGITS: CharacterSet['ranges'] = [[0x30, 0x39]];
const WORDS: CharacterSet['ranges'] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const SPACES: CharacterSet['ranges'] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const LAST_CODE_POINT = 0x10ffff;
const NEWLINE: CharacterSet['ranges'] = [[0x0a, 0x0a]];

const CLASSES: Readonly<Record<string, CharacterSet>> = {
  d: { ranges: DIGITS, isNegated: false },
  D: { ranges: DIGITS, isNegated: true },
  w: { ranges: WORDS, isNegated: false },
  W: { ranges: WORDS, isNegated: true },
  s: { ranges: SPACES, isNegated: false },
  S: { ranges: SPACES, isNegated: true },
};
const CONTROLS: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, f: 0x0c, v: 0x0b };

class Refusal extends Error {}

/** Cost: in proportion to the pattern, with its repetitions written out. */
export function compilePattern(text: string): PatternResult {
  try {
    const reader = new PatternReader(text);
    return { ok: true, pattern: { program: reader.readAll() } };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
}

class PatternReader {
  private readonly characters: readonly string[];
  private offset = 0;
  private depth = 0;

  constructor(text: string) {
    this.characters = Array.from(text);
  }

  readAll(): Program {
    const program = this.readAlternatives();
    if (this.offset < this.characters.length) throw new Refusal('expected "(" before ")", got none');
    return program;
  }

  private readAlternatives(): Program {
    let program = this.readSequence();
    while (this.peek() === '|') {
      this.offset += 1;
      const other = this.readSequence();
      program = limited([
        { kind: 'fork', first: 1, second: program.length + 2 },
        ...program,
        jump(other.length + 1),
        ...other,
      ]);
    }
    return program;
  }

  private readSequence(): Program {
    const parts: Instruction[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek()) {
      parts.push(...this.readRepeated());
      limited(parts);
    }
    return parts;
  }

  private readRepeated(): Program {
    const atom = this.readAtom();
    const quantifier = this.readQuantifier();
    if (quantifier === undefined) return atom;
    // A lazy repetition matches the same texts.
    if (this.peek() === '?') this.offset += 1;
    const more = this.peek();
    if (more !== undefined && '*+?{'.includes(more))
      throw new Refusal(`expected one repetition, got ${more} behind another one`);
    return repeat(atom, quantifier);
  }

  private readQuantifier(): Repetition | undefined {
    const sign = this.peek();
    if (sign === undefined || !'*+?{'.includes(sign)) return undefined;
    this.offset += 1;
    if (sign !== '{') return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : undefined };
    const rest = this.characters.slice(this.offset, this.offset + 12).join('');
    const found = /^(\d{1,4})(,?)(\d{0,4})\}/.exec(rest);
    if (found === null) throw new Refusal('expected {2}, {2,} or {2,5}, got another use of "{": write \\{');
    this.offset += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === '' ? least : found[3] === '' ? undefined : Number(found[3]);
    if (most !== undefined && most < least)
      throw new Refusal(`expected a repetition that grows, got {${least},${most}}`);
    return { least, most };
  }

  private readAtom(): Program {
    const character = this.next();
    switch (character) {
      case '.':
        return [{ kind: 'character', set: { ranges: NEWLINE, isNegated: true } }];
      case '^':
        return [{ kind: 'start' }];
      case '$':
        return [{ kind: 'end' }];
      case '(':
        return this.readGroup();
      case '[':
        return [{ kind: 'character', set: this.readSet() }];
      case '\\':
        return this.readEscape();
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Refusal(`expected something to repeat before ${character}, got nothing`);
      default:
        return [oneOf(character)];
    }
  }

  private readGroup(): Program {
    const rest = this.characters.slice(this.offset, this.offset + 80).join('');
    const opening = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(rest);
    if (opening !== null) this.offset += opening[0].length;
    else if (rest.startsWith('?'))
      throw new Refusal(
        `expected a plain group, got (${rest.slice(0, 3)}: look-around, conditions and flags need a search that can take exponential time`,
      );
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      throw new Refusal(`expected at most ${MAX_DEPTH} groups in each other, got more`);
    const inner = this.readAlternatives();
    if (this.peek() !== ')') throw new Refusal('expected ")" after "(", got none');
    this.offset += 1;
    this.depth -= 1;
    return inner;
  }

  private readEscape(): Program {
    const character = this.next();
    if (character === 'A') return [{ kind: 'start' }];
    if (character === 'Z') return [{ kind: 'end' }];
    const set = CLASSES[character];
    if (set !== undefined) return [{ kind: 'character', set }];
    const point = this.readPoint(character);
    return [{ kind: 'character', set: { ranges: [[point, point]], isNegated: false } }];
  }

  /** The character that an escape stands for. */
  private readPoint(character: string): number {
    const control = CONTROLS[character];
    if (control !== undefined) return control;
    const digits = { x: 2, u: 4 }[character];
    if (digits !== undefined) {
      const hex = this.characters.slice(this.offset, this.offset + digits).join('');
      if (!new RegExp(`^[0-9a-f]{${digits}}$`, 'i').test(hex))
        throw new Refusal(`expected ${digits} hexadecimal digits behind \\${character}, got "${hex}"`);
      this.offset += digits;
      return Number.parseInt(hex, 16);
    }
    if (/\d/.test(character))
      throw new Refusal(
        `expected no backreference, got \\${character}: it needs a search that can take exponential time`,
      );
    if (/[A-Za-z]/.test(character))
      throw new Refusal(`expected an escape such as \\d, \\w, \\s or \\., got \\${character}`);
    return pointOf(character);
  }

  private readSet(): CharacterSet {
    const isNegated = this.peek() === '^';
    if (isNegated) this.offset += 1;
    if (this.peek() === ']')
      throw new Refusal('expected a character in [ ], got none: write \\] for a bracket');
    const ranges: (readonly [number, number])[] = [];
    while (this.peek() !== ']') {
      const first = this.readMember();
      if (typeof first !== 'number') ranges.push(...rangesOf(first));
      else ranges.push([first, this.readEnd(first)]);
    }
    this.offset += 1;
    return { ranges, isNegated };
  }

  /** The last character of a range that begins with `first`; `first` itself where there is no range. */
  private readEnd(first: number): number {
    if (this.peek() !== '-' || this.characters[this.offset + 1] === ']') return first;
    this.offset += 1;
    const last = this.readMember();
    if (typeof last !== 'number' || last < first)
      throw new Refusal('expected a range such as a-z in [ ], got one that ends before it begins');
    return last;
  }

  private readMember(): number | CharacterSet {
    const character = this.next();
    if (character !== '\\') return pointOf(character);
    const escaped = this.next();
    return CLASSES[escaped] ?? this.readPoint(escaped);
  }

  private peek(): string | undefined {
    return this.characters[this.offset];
  }

  private next(): string {
    const character = this.peek();
    if (character === undefined) throw new Refusal('expected more, got the end of the pattern');
    this.offset += 1;
    return character;
  }
}

interface Repetition {
  readonly least: number;
  /** Undefined: without an end. */
  readonly most: number | undefined;
}

function repeat(atom: Program, { least, most }: Repetition): Program {
  const copies = Math.max(least, most ?? least + 1);
  if (copies * (atom.length + 1) > MAX_INSTRUCTIONS) throw tooLong();
  const program: Instruction[] = [];
  for (let copy = 0; copy < least; copy++) program.push(...atom);
  if (most === undefined)
    program.push({ kind: 'fork', first: 1, second: atom.length + 2 }, ...atom, jump(-atom.length - 1));
  else {
    const size = atom.length + 1;
    for (let left = most - least; left > 0; left--)
      program.push({ kind: 'fork', first: 1, second: left * size }, ...atom);
  }
  return limited(program);
}

function jump(distance: number): Instruction {
  return { kind: 'fork', first: distance, second: distance };
}

function limited(program: Program): Program {
  if (program.length > MAX_INSTRUCTIONS) throw tooLong();
  return program;
}

function tooLong(): Refusal {
  return new Refusal(
    `expected at most ${MAX_INSTRUCTIONS} characters with repetitions written out, got more: use smaller counts`,
  );
}

function oneOf(character: string): Instruction {
  const point = pointOf(character);
  return { kind: 'character', set: { ranges: [[point, point]], isNegated: false } };
}

function pointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** A class within a set, without its negation. */
function rangesOf({ ranges, isNegated }: CharacterSet): CharacterSet['ranges'] {
  if (!isNegated) return ranges;
  const starts = [0, ...ranges.map(([, last]) => last + 1)];
  return starts.map((start, place) => [start, (ranges[place]?.[0] ?? LAST_CODE_POINT + 1) - 1] as const);
}
