/** Runs a linear pattern: all places of the pattern that a text can have reached, one character after the other. */
import type { LinearPattern } from './linear-pattern.ts';

/** `whole`: the text from its first to its last character. `anywhere`: some part of it. */
export type PatternPlace = 'whole' | 'anywhere';

/** Cost: length of the text × length of the program. */
export function matchesPattern(pattern: LinearPattern, text: string, place: PatternPlace): boolean {
  const characters = Array.from(text);
  let current = new Places(pattern);
  for (let at = 0; at <= characters.length; at++) {
    const edges = { isStart: at === 0, isEnd: at === characters.length };
    const reached = new Places(pattern);
    for (const place of current.pending) reached.enter(place, edges);
    if (at === 0 || place === 'anywhere') reached.enter(0, edges);
    if (reached.isAtEnd && (place === 'anywhere' || edges.isEnd)) return true;
    const character = characters[at];
    if (character === undefined) return false;
    current = reached.step(character.codePointAt(0) ?? 0);
  }
  return false;
}

interface Edges {
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** A set of places of the program. */
class Places {
  /** Where the character before led to; their forks are not followed yet. */
  readonly pending: number[] = [];
  isAtEnd = false;
  private readonly program: LinearPattern['program'];
  private readonly seen: Uint8Array;
  private readonly readers: number[] = [];

  constructor({ program }: LinearPattern) {
    this.program = program;
    this.seen = new Uint8Array(this.program.length + 1);
  }

  /** Follows forks and edges up to places that read a character; each place is entered once. */
  enter(start: number, { isStart, isEnd }: Edges): void {
    const open = [start];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (this.seen[place] === 1) continue;
      this.seen[place] = 1;
      const instruction = this.program[place];
      if (instruction === undefined) this.isAtEnd = true;
      else if (instruction.kind === 'fork') open.push(place + instruction.second, place + instruction.first);
      else if (instruction.kind === 'character') this.readers.push(place);
      else if (instruction.kind === 'start' ? isStart : isEnd) open.push(place + 1);
    }
  }

  step(point: number): Places {
    const next = new Places({ program: this.program });
    for (const place of this.readers) {
      const instruction = this.program[place];
      if (instruction?.kind !== 'character') continue;
      const { ranges, isNegated } = instruction.set;
      const isListed = ranges.some(([first, last]) => point >= first && point <= last);
      if (isListed !== isNegated) next.pending.push(place + 1);
    }
    return next;
  }
}
