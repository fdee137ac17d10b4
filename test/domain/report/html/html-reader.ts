/** Reads HTML of reports as a browser would, as far as tests need it: its text, and whether its elements are closed. */

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Without elements, entities resolved. */
export function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[A-Za-z-]+(?:="[^"<]*")?)*)\s*(\/?)>/g;
const VOID = new Set(['meta', 'br', 'input']);

/** All elements in their order. @throws Error for one that is not closed where it should be, and for a stray `<`. */
export function readElements(page: string): readonly Element[] {
  const source = page.replace(/<(style|script)>.*?<\/\1>/gs, '<$1></$1>').replace('<!doctype html>', '');
  if (source.replace(TAG, '').includes('<')) throw new Error('expected elements only, got another "<"');
  const elements: Element[] = [];
  const open: string[] = [];
  for (const [, slash, name = '', attributes = '', closed] of source.matchAll(TAG)) {
    if (slash === '/') {
      const expected = open.pop();
      if (expected !== name) throw new Error(`expected </${expected ?? ''}>, got </${name}>`);
      continue;
    }
    elements.push({ name, attributes: readAttributes(attributes) });
    if (closed !== '/' && !VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`expected all elements closed, got ${open.join(', ')} open`);
  return elements;
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from(text.matchAll(/([A-Za-z-]+)(?:="([^"]*)")?/g), ([, name = '', value = '']) => [
      name,
      textOf(value),
    ]),
  );
}
