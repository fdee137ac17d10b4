/**
 * Look-ups of a text among names, one a line: `text` and `texts` may be anything, `code` is one of a closed list. A line
 * that is found says how its sentence begins; a line without a comment is none.
 */
export const LOOK_UPS = `
import { z } from 'zod';
import { levels, type Kind } from './schemas.ts';
type Level = (typeof levels)[number];
const LIST = ['listed-code', 'x-code'];
const SCHEMA = z.enum(['listed-code', 'x-code']).optional();
const PAIRS = [['listed-code', 1], ['x-code', 2]] as const satisfies readonly (readonly [string, number])[];
const LOOSE: readonly (readonly [string, number])[] = [['listed-code', 1]];
const ENTRIES: readonly { readonly name: string; readonly of: { readonly key: string } }[] = [{ name: 'listed-code', of: { key: 'x-code' } }];
const TABLE: Readonly<Record<string, string>> = { drift: 'a' };
const WHOLE: Readonly<Record<Kind, string>> = { drift: 'a', loss: 'b' };
const OPEN = new Set<string>(['drift']);
const CLOSED: ReadonlySet<Kind> = new Set(['drift']);
declare const text: string;
declare const given: unknown;
declare const texts: readonly string[];
declare const seen: ReadonlySet<string>;
declare const fields: ReadonlyMap<string, string>;
declare const code: Kind;
declare const level: Level;
export const looked: readonly unknown[] = [
  z.enum(['listed-code']).safeParse(text), // text may be any text
  z.literal('listed-code').parse(text), // text may be any text
  SCHEMA.safeParse(text), // text may be any text
  z.enum(levels).safeParse(text),
  z.enum(['listed-code']).safeParse(given),
  Object.is(text, 'listed-code'), // text may be any text
  Object.is('listed-code', text), // text may be any text
  Reflect.has(TABLE, text), // text may be any text
  Reflect.get(TABLE, code), // code is looked up where any text may be
  texts.includes('listed-code'), // texts may have any texts
  texts.indexOf('listed-code') >= 0, // texts may have any texts
  seen.has('listed-code'), // seen may have any texts
  fields.get('listed-code'),
  [code].includes('drift'),
  LOOSE.find(([name]) => name === text), // text may be any text
  LOOSE.find((pair) => pair[0] === text), // text may be any text
  LOOSE.some(([name]) => name === code), // code is looked up where any text may be
  PAIRS.find(([name]) => name === text),
  ENTRIES.find(({ name }) => text === name), // text may be any text
  ENTRIES.find((entry) => entry.of.key === text), // text may be any text
  LIST.some((name) => name === text), // text may be any text
  Object.entries(TABLE).find(([name]) => name === text), // text may be any text
  Object.keys(TABLE).includes(text), // text may be any text
  new Map(Object.entries(TABLE)).get(code), // code is looked up where any text may be
  TABLE[code], // code is looked up where any text may be
  WHOLE[code],
  OPEN.has(code), // code is looked up where any text may be
  CLOSED.has(code),
  ['drift'].includes(code), // code is looked up where any text may be
  /^(?:drift|other)$/.test(code), // code is looked up where any text may be
  code.startsWith('dri'), // code is asked for a part of a name
  level.endsWith('gh'), // level is asked for a part of a name
  code === \`dr\${text}\`, // code is asked for a part of a name
  text.startsWith('drift:'), // text is asked for a part of a name
  text.includes('too-few-rows'), // text is asked for a part of a name
  text.startsWith('any-other'),
  \`\${text}\` === 'listed-code', // \`\${text}\` may be any text
  text === \`listed-code\`, // text may be any text
];
for (const [name] of LOOSE) if (name === text) looked.at(0); // text may be any text
switch (true) {
  case text === 'listed-code': // text may be any text
    looked.at(1);
}
`;
