/** The texts of the oldest protocols, with the escapes of Python: a name may be written as numbers. */

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** The content of a quoted text such as `'os'`; undefined without quotes. https://docs.python.org/3/library/codecs.html */
export function unquote(line: string): string | undefined {
  const [quote = ''] = line;
  if ((quote !== "'" && quote !== '"') || line.length < 2 || !line.endsWith(quote)) return undefined;
  return line.slice(1, -1).replaceAll(/\\(?:x[0-9a-fA-F]{2}|[0-7]{1,3}|[^x])/g, readEscape);
}

/** Of `\x6f`, `\157` or `\n`: the character. */
function readEscape(escape: string): string {
  const rest = escape.slice(1);
  if (/^x[0-9a-fA-F]{2}$/.test(rest)) return fromCode(rest.slice(1), 16);
  return /^[0-7]+$/.test(rest) ? fromCode(rest, 8) : (SIMPLE[rest] ?? escape);
}

/** As `raw-unicode-escape` reads it. */
export function unescapeUnicode(line: string): string {
  return line.replaceAll(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (whole, short: string, long: string) => {
    const code = Number.parseInt(short || long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function fromCode(digits: string, radix: number): string {
  return String.fromCharCode(Number.parseInt(digits, radix));
}
