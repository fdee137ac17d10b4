/** GGUF: keys and values before the tensors, among them a template that is run for each conversation. */
import { ByteReader, type ScannedBytes } from '../content/byte-reader.ts';

/** https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */
const MAX_KEYS = 100_000;
const MAX_TEXT_BYTES = 2 ** 24;
const MAX_ITEMS = 10_000_000;
const SIZES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const TEXT = 8;
const ARRAY = 9;
/** What leads from a template to Python, or to what only an escape needs. */
const ESCAPES =
  /__(?:class|globals|builtins|import|subclasses|mro|base|bases|init|getattribute)__|\b(?:lipsum|cycler|joiner|self\._TemplateReference)\b|\|\s*attr\s*\(|\{%-?\s*(?:import|include|from)\b|\bos\.(?:popen|system)\b/;

export type GgufFault =
  | {
      readonly rule: 'malformed' | 'over-limit' | 'truncated';
      readonly offsetBytes: number;
      readonly subject: string;
    }
  | { readonly rule: 'template-code'; readonly offsetBytes: number; readonly subject: string };

export async function findGgufFaults(bytes: ScannedBytes): Promise<readonly GgufFault[]> {
  const reader = new ByteReader(bytes, 4);
  const faults: GgufFault[] = [];
  const keys = new Set<string>();
  try {
    const [version, , count] = [await uint(reader, 4), await uint(reader, 8), await uint(reader, 8)];
    if (version < 2 || version > 3) throw new GgufStop('malformed', `version ${version}`);
    if (count > MAX_KEYS) throw new GgufStop('over-limit', `${count} keys`);
    for (let index = 0; index < count; index += 1) {
      const offsetBytes = reader.position;
      const key = await text(reader);
      if (keys.has(key) || key.includes('\0')) throw new GgufStop('malformed', `key ${key}`);
      keys.add(key);
      const value = await readValue(reader, await uint(reader, 4), 0);
      if (key.startsWith('tokenizer.chat_template') && value !== undefined && ESCAPES.test(value))
        faults.push({ rule: 'template-code', offsetBytes, subject: key });
    }
  } catch (error) {
    if (!(error instanceof GgufStop)) throw error;
    faults.push({ rule: error.rule, offsetBytes: reader.position, subject: error.message });
  }
  return faults;
}

class GgufStop extends Error {
  readonly rule: 'malformed' | 'over-limit' | 'truncated';

  constructor(rule: GgufStop['rule'], message: string) {
    super(message);
    this.rule = rule;
  }
}

async function uint(reader: ByteReader, bytes: number): Promise<number> {
  if (!reader.has(bytes) && !(await reader.fill(bytes)))
    throw new GgufStop('truncated', 'ends within its keys');
  return reader.uint(bytes);
}

async function text(reader: ByteReader): Promise<string> {
  const length = await uint(reader, 8);
  if (length > MAX_TEXT_BYTES) throw new GgufStop('over-limit', `a text of ${length} bytes`);
  if (!reader.has(length) && !(await reader.fill(length)))
    throw new GgufStop('truncated', 'ends within a text');
  return Buffer.from(reader.take(length)).toString('utf8');
}

/** @returns the text, where it is one. */
async function readValue(reader: ByteReader, type: number, depth: number): Promise<string | undefined> {
  if (type === TEXT) return await text(reader);
  const size = SIZES[type];
  if (size !== undefined) {
    reader.skip(size);
    return undefined;
  }
  if (type !== ARRAY || depth > 2) throw new GgufStop('malformed', `a value of type ${type}`);
  const [itemType, count] = [await uint(reader, 4), await uint(reader, 8)];
  if (count > MAX_ITEMS) throw new GgufStop('over-limit', `${count} values`);
  const itemSize = SIZES[itemType];
  if (itemSize !== undefined) reader.skip(count * itemSize);
  else for (let index = 0; index < count; index += 1) await readValue(reader, itemType, depth + 1);
  return undefined;
}
