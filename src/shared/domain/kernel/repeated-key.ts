/**
 * A key that an object of a JSON text has twice. `JSON.parse` keeps the last one, other readers the first, so the same bytes
 * would say two things.
 */

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;

/** @param text that is valid JSON. @returns the first such key with its path, like "rules.0.metric"; undefined without one. */
export function findRepeatedKey(text: string): string | undefined {
  // For each object or list that is open: its keys, and the one that is read now.
  const open: { readonly keys: Set<string>; current: string }[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push({ keys: new Set(), current: '' });
    else if (token === '}' || token === ']') open.pop();
    const object = open.at(-1);
    if (colon === undefined || object === undefined) continue;
    const key = String(JSON.parse(token.slice(0, -colon.length)));
    object.current = key;
    if (object.keys.has(key))
      return open.flatMap(({ current }) => (current === '' ? [] : [current])).join('.');
    object.keys.add(key);
  }
  return undefined;
}
