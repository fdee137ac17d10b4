/** State that outlives a call, in a constant that is changed. */
import { ADAPTER, DOMAIN, plant, RUNTIME, STORY } from './plant.ts';

export const statePlants = [
  ...[DOMAIN, STORY, ADAPTER, RUNTIME].flatMap((path) =>
    plant(
      path,
      ':2: cache is changed, which stands at the top of a file; make it a local variable',
      'const cache = new Map();\nexport const f = (a: 1) => cache.set(a, 1);',
      'const cache: number[] = [];\nexport const f = (a: 1) => { if (a) cache.push(a); };',
    ),
  ),
  ...plant(
    DOMAIN,
    ':2: y.a is changed',
    'const y = { a: 1 };\nexport const f = () => (y.a = 2);',
    'const y = { a: 1 };\nexport const f = () => y.a++;',
    'const y = { a: 1 };\nexport const f = () => delete y.a;',
    'const y = { a: 1 };\nexport const x = (() => (y.a ??= 2))();',
    'class y { static a = 1; }\nexport const f = () => (y.a += 1);',
  ),
  ...plant(DOMAIN, ":2: y['a'] is changed", "const y = { a: 1 };\nexport const f = () => (y['a'] = 2);"),
  ...plant(DOMAIN, ':2: b.c is changed', "import { b } from './b.ts';\nexport const f = () => (b.c = 1);"),
  ...plant(DOMAIN, ':2: z.a is changed', "import { z } from 'zod';\nexport const f = () => (z.a = 1);"),
];
