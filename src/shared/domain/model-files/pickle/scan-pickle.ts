/** A pickle in a file, read instruction by instruction: large contents are skipped, so arrays cost nothing. */
import { ByteReader, type ScannedBytes } from '../content/byte-reader.ts';
import type { ScanRule } from '../../documents/file-scan.ts';
import type { FileFinding } from '../content/file-finding.ts';
import { inlineArrayOf } from './inline-array.ts';
import { instructions, type Operand } from './instructions.ts';
import { OPCODES, type OpcodeArgument } from './opcodes.ts';
import { PickleFault, PickleMachine } from './pickle-machine.ts';
import { isOf, MAX_KEPT_TEXT_BYTES, OPAQUE, type PickleValue } from './pickle-values.ts';

export interface PickleOptions {
  /** Names that the configuration allows, as `module.name`. */
  readonly allowed: ReadonlySet<string>;
  readonly hasPersistentIds: boolean;
  /** Path within the file. */
  readonly inner: readonly string[];
  /** Where it begins. */
  readonly startBytes: number;
}

export interface PickleScan {
  readonly findings: readonly FileFinding[];
  /** Behind its last instruction. */
  readonly endBytes: number;
  /** Whether its last instruction is the one that ends a pickle. */
  readonly isComplete: boolean;
  /** Its value, where it is one number: older files of PyTorch begin so. */
  readonly number: number | undefined;
  /** Contents that loading reads as a file of their own. */
  readonly nested: readonly NestedBytes[];
}

export interface NestedBytes {
  readonly name: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** An hour's worth of a forest of trees; a file that has more is no model that anybody loads. */
const MAX_INSTRUCTIONS = 100_000_000;
const MAX_LINE_BYTES = 2 ** 16;
const MAX_DEPTH = 8;
/** Of one rule and subject the first place is enough. */
const MAX_FINDINGS = 200;

const NO_OPERAND: Operand = { value: 0, lines: [], content: OPAQUE };

/** @param depth how many pickles it stands in. */
export async function scanPickle(
  bytes: ScannedBytes,
  options: PickleOptions,
  depth = 0,
): Promise<PickleScan> {
  return await new PickleScanner(bytes, options, depth).scan();
}

class PickleScanner {
  readonly #bytes: ScannedBytes;
  readonly #reader: ByteReader;
  readonly #options: PickleOptions;
  readonly #depth: number;
  readonly #findings = new Map<string, FileFinding>();
  readonly #machine: PickleMachine;
  /** Where the instruction begins that is followed. */
  #instructionStart = 0;
  #frameEnd = Infinity;
  #count = 0;
  readonly #nested: NestedBytes[] = [];

  constructor(bytes: ScannedBytes, options: PickleOptions, depth: number) {
    this.#bytes = bytes;
    this.#reader = new ByteReader(bytes, options.startBytes);
    this.#options = options;
    this.#depth = depth;
    const report = (rule: ScanRule, subject: string): void => {
      this.#report(rule, subject);
    };
    this.#machine = new PickleMachine({ ...options, report });
  }

  async scan(): Promise<PickleScan> {
    let isComplete = false;
    try {
      isComplete = await this.#run();
    } catch (error) {
      if (!(error instanceof PickleFault)) throw error;
      this.#report(error.rule, error.message);
    }
    return {
      findings: [...this.#findings.values()],
      endBytes: this.#reader.position,
      isComplete,
      number: isComplete ? this.#numberOf() : undefined,
      nested: this.#nested,
    };
  }

  #numberOf(): number | undefined {
    const value = this.#machine.top();
    return value.kind === 'number' ? value.value : undefined;
  }

  async #run(): Promise<boolean> {
    const reader = this.#reader;
    for (;;) {
      this.#instructionStart = reader.position;
      if (!reader.has(16)) await reader.fill(16);
      if (!reader.has(1)) throw new PickleFault('truncated', 'ends before its last instruction');
      const opcode = OPCODES[reader.uint8()];
      if (opcode === undefined) throw new PickleFault('malformed', 'a byte that is no instruction');
      const { name, argument } = opcode;
      const operand = argument.kind === 'none' ? NO_OPERAND : await this.#operandOf(argument);
      this.#count += 1;
      if (this.#count > MAX_INSTRUCTIONS) throw new PickleFault('over-limit', 'instructions');
      this.#checkFrame(name === 'FRAME' ? operand.value : undefined);
      if (name === 'STOP') return true;
      instructions[name](this.#machine, operand);
      if (name === 'BUILD') await this.#followArray();
      else if (name === 'REDUCE') this.#followBytes();
    }
  }

  async #operandOf(argument: OpcodeArgument): Promise<Operand> {
    switch (argument.kind) {
      case 'none':
        return NO_OPERAND;
      case 'number':
        await this.#need(argument.bytes);
        return { ...NO_OPERAND, value: this.#reader.uint(argument.bytes) };
      case 'lines': {
        const lines: string[] = [];
        while (lines.length < argument.count) lines.push(await this.#line());
        return { ...NO_OPERAND, lines };
      }
      case 'content':
        return { ...NO_OPERAND, content: await this.#content(argument) };
    }
  }

  async #content({ bytes, holds }: Extract<OpcodeArgument, { kind: 'content' }>): Promise<PickleValue> {
    const reader = this.#reader;
    await this.#need(bytes);
    const sizeBytes = reader.uint(bytes);
    const offsetBytes = reader.position;
    if (sizeBytes > reader.sizeBytes - offsetBytes)
      throw new PickleFault('truncated', 'ends within a content');
    if (holds === 'bytes' || sizeBytes > MAX_KEPT_TEXT_BYTES) {
      reader.skip(sizeBytes);
      return holds === 'bytes' ? { kind: 'bytes', offsetBytes, sizeBytes } : OPAQUE;
    }
    await this.#need(sizeBytes);
    const taken = Buffer.from(reader.take(sizeBytes));
    return holds === 'text'
      ? { kind: 'text', text: taken.toString('utf8') }
      : { kind: 'number', value: integerOf(taken) };
  }

  async #line(): Promise<string> {
    const reader = this.#reader;
    let length = reader.lineLength();
    if (length === undefined) {
      await reader.fill(MAX_LINE_BYTES);
      length = reader.lineLength();
    }
    if (length === undefined)
      throw new PickleFault(reader.has(MAX_LINE_BYTES) ? 'over-limit' : 'truncated', 'a line without an end');
    const line = Buffer.from(reader.take(length)).toString('utf8');
    reader.skip(1);
    return line;
  }

  async #need(count: number): Promise<void> {
    if (this.#reader.has(count) || (await this.#reader.fill(count))) return;
    throw new PickleFault('truncated', 'ends within an instruction');
  }

  /** Readers in C do not look at frames, those in Python stop at their ends. @param begun the size of a frame. */
  #checkFrame(begun: number | undefined): void {
    const { position } = this.#reader;
    if (position > this.#frameEnd && this.#instructionStart < this.#frameEnd)
      this.#report('frame-crossing', '');
    if (begun !== undefined && this.#instructionStart < this.#frameEnd && this.#frameEnd !== Infinity)
      this.#report('frame-crossing', 'a frame in a frame');
    if (position >= this.#frameEnd) this.#frameEnd = Infinity;
    if (begun === undefined) return;
    // What stands before the end is followed all the same: some readers execute it.
    if (begun > this.#reader.sizeBytes - position) this.#report('truncated', 'ends within a frame');
    this.#frameEnd = position + begun;
  }

  /** What joblib reads from behind the description of an array. */
  async #followArray(): Promise<void> {
    const array = inlineArrayOf(this.#machine.top());
    if (array === undefined) return;
    if (array.kind === 'unclear')
      throw new PickleFault('malformed', 'an array whose type or shape is unclear');
    if (array.kind === 'numbers') {
      if (array.isPadded) {
        await this.#need(1);
        this.#reader.skip(this.#reader.uint8());
      }
      if (array.sizeBytes > this.#reader.sizeBytes - this.#reader.position)
        throw new PickleFault('truncated', 'ends within an array');
      this.#reader.skip(array.sizeBytes);
    } else {
      await this.#followObjects();
    }
  }

  /** A pickle in the place of the array. */
  async #followObjects(): Promise<void> {
    if (this.#depth >= MAX_DEPTH) throw new PickleFault('over-limit', 'arrays in arrays');
    const startBytes = this.#reader.position;
    const options = { ...this.#options, startBytes };
    const { findings, nested, endBytes, isComplete } = await scanPickle(
      this.#bytes,
      options,
      this.#depth + 1,
    );
    for (const finding of findings) this.#keep(finding);
    this.#nested.push(...nested);
    if (!isComplete) throw new PickleFault('truncated', 'ends within an array of objects');
    this.#reader.skip(endBytes - startBytes);
  }

  /** PyTorch loads bytes within a pickle as another one. */
  #followBytes(): void {
    const made = this.#machine.top();
    if (!isOf(made, ['torch.storage'], '_load_from_bytes')) return;
    const [content] = made.args;
    if (content?.kind !== 'bytes') {
      this.#report('computed-pickle', 'torch.storage._load_from_bytes');
      return;
    }
    const { offsetBytes, sizeBytes } = content;
    this.#nested.push({ name: `bytes at ${offsetBytes}`, offsetBytes, sizeBytes });
  }

  #report(rule: ScanRule, subject: string): void {
    this.#keep({ rule, inner: this.#options.inner, offsetBytes: this.#instructionStart, subject });
  }

  #keep(finding: FileFinding): void {
    const key = `${finding.rule} ${finding.subject}`;
    if (!this.#findings.has(key) && this.#findings.size < MAX_FINDINGS) this.#findings.set(key, finding);
  }
}

/** Signed, the lowest byte first, in as few bytes as it needs; rounded above 2^53. */
function integerOf(bytes: Buffer): number {
  if (bytes.length === 0) return 0;
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return Number(BigInt.asIntN(8 * bytes.length, unsigned));
}
