/** A model file, and what it contains: its format by content, and what loading it would call. Nothing is unpacked to disk. */
import { DataError } from '../kernel/errors.ts';
import { parseStrictJson } from '../kernel/strict-json.ts';
import { findEach, partOf, type ScannedBytes } from './content/byte-reader.ts';
import { detectFileFormat, HEAD_BYTES, writtenText, type FileFormat } from './content/detect-file-format.ts';
import type { ScanOutcome, ScanRule } from '../documents/file-scan.ts';
import { outcomeOf, type FileFinding } from './content/file-finding.ts';
import { findGgufFaults } from './formats/gguf-templates.ts';
import {
  findOnnxOperations,
  findTensorflowOperations,
  type GraphFinding,
} from './formats/graph-operations.ts';
import { findInKerasConfig } from './formats/keras-config.ts';
import { readNumpyHeader } from './formats/numpy-header.ts';
import { findSafetensorsFault } from './formats/safetensors.ts';
import { listTar } from './formats/tar-entries.ts';
import { scanPickle, type PickleScan } from './pickle/scan-pickle.ts';

/** What packs and compresses; reads no more than its limits, whatever the sizes in the file say. */
export interface Unpacker {
  /** @throws DataError for an archive that is damaged. */
  readonly entriesOf: (bytes: ScannedBytes) => Promise<readonly PackedEntry[]>;
  /** @throws DataError for what is damaged, or larger than is read. @returns undefined for a compression that is not read. */
  readonly decompress: (bytes: ScannedBytes, format: FileFormat) => Promise<ScannedBytes | undefined>;
}

export interface PackedEntry {
  readonly name: string;
  /** Why it cannot be read; undefined where it can. */
  readonly obstacle: ScanRule | undefined;
  readonly open: () => Promise<ScannedBytes>;
}

export interface FileScan {
  readonly format: FileFormat;
  readonly outcome: ScanOutcome;
  readonly findings: readonly FileFinding[];
}

export interface ScanOptions {
  /** Names that the configuration allows, as `module.name`. */
  readonly allowed: ReadonlySet<string>;
  readonly unpacker: Unpacker;
}

interface Place {
  readonly path: string;
  readonly inner: readonly string[];
  /** Of the archive that it stands in: PyTorch keeps numbers beside its pickle. */
  readonly isTorch: boolean;
}

const MAX_DEPTH = 5;
const MAX_JSON_BYTES = 2 ** 26;
const MAX_PICKLES = 64;
/** The number that the older files of PyTorch begin with. */
const TORCH_NUMBER = Number(0x1950a86a20f9469cfc6cn);
/** Five pickles, then the numbers. */
const TORCH_PICKLES = 5;

/** @param path names the file; its ending is compared with its content. */
export async function scanFile(bytes: ScannedBytes, path: string, options: ScanOptions): Promise<FileScan> {
  const scanner = new FileScanner(options);
  const format = await scanner.scan(bytes, { path, inner: [], isTorch: false });
  const findings = scanner.findings;
  return { format, outcome: outcomeOf(findings), findings };
}

class FileScanner {
  readonly findings: FileFinding[] = [];
  readonly #options: ScanOptions;

  constructor(options: ScanOptions) {
    this.#options = options;
  }

  async scan(bytes: ScannedBytes, place: Place): Promise<FileFormat> {
    const head = await bytes.slice(0, HEAD_BYTES);
    const format = detectFileFormat(head, bytes.sizeBytes);
    if (place.inner.length > MAX_DEPTH) {
      this.#add(place, { rule: 'over-limit', subject: 'files in files' });
      return format;
    }
    if (format !== 'pickle' && (await this.#isOldPickle(bytes, place, format))) return 'pickle';
    if (
      format === 'zlib' &&
      writtenText(head, bytes.sizeBytes) !== undefined &&
      !(await this.#isPacked(bytes))
    ) {
      // Words like `80` begin as zlib does. What a reader makes of them before it fails is not known.
      this.#noteFormat(place, 'unknown');
      return 'text';
    }
    await this.#scanFormat(bytes, place, format);
    return format;
  }

  async #isPacked(bytes: ScannedBytes): Promise<boolean> {
    try {
      return (await this.#options.unpacker.decompress(bytes, 'zlib')) !== undefined;
    } catch (error) {
      if (error instanceof DataError) return false;
      throw error;
    }
  }

  async #scanFormat(bytes: ScannedBytes, place: Place, format: FileFormat): Promise<void> {
    switch (format) {
      case 'pickle':
        await this.#scanPickles(bytes, place);
        return;
      case 'zip':
        await this.#scanZip(bytes, place);
        return;
      case 'tar':
        await this.#scanTar(bytes, place);
        return;
      case 'gzip':
      case 'zlib':
      case 'zstd':
      case 'bzip2':
      case 'xz':
      case 'lz4':
      case 'joblib-zfile':
        await this.#scanCompressed(bytes, place, format);
        return;
      case 'numpy':
        await this.#scanArray(bytes, place);
        return;
      case 'json':
        await this.#scanJson(bytes, place);
        return;
      case 'safetensors':
        await this.#scanTensors(bytes, place);
        return;
      case 'onnx':
        this.#addAll(place, await findOnnxOperations(bytes));
        return;
      case 'tensorflow':
        this.#addAll(place, await findTensorflowOperations(bytes));
        return;
      case 'gguf':
        this.#addAll(place, await findGgufFaults(bytes));
        return;
      case 'hdf5':
        await this.#scanHdf5(bytes, place);
        return;
      case 'program':
      case 'serialized-objects':
      case 'text':
      case 'unknown':
        this.#noteFormat(place, format);
        return;
      case 'data':
      case 'empty':
        return;
    }
  }

  #noteFormat(place: Place, format: 'program' | 'serialized-objects' | 'text' | 'unknown'): void {
    if (format === 'unknown') this.#add(place, { rule: 'unknown-format', subject: '' });
    else if (format !== 'text') this.#add(place, { rule: 'carries-code', subject: format });
    else if (isProgramName(place.path)) this.#add(place, { rule: 'carries-code', subject: place.path });
  }

  /**
   * Whoever loads a file as a pickle does not look at its name or its first bytes, and the oldest protocols have no mark.
   * @returns whether it is one from its start to its end.
   */
  async #isOldPickle(bytes: ScannedBytes, place: Place, format: FileFormat): Promise<boolean> {
    const scan = await this.#pickleAt(bytes, place, { startBytes: 0, hasPersistentIds: false });
    const isWhole = scan.isComplete && (scan.endBytes === bytes.sizeBytes || format === 'unknown');
    // A text may begin like one by chance; a dangerous name that stands in the place of one is no chance.
    const counted = isWhole ? scan.findings : scan.findings.filter(({ rule }) => rule === 'dangerous-global');
    this.findings.push(...counted);
    return isWhole;
  }

  async #scanPickles(bytes: ScannedBytes, place: Place): Promise<void> {
    let [startBytes, count, isOldTorch] = [0, 0, false];
    while (startBytes < bytes.sizeBytes && count < MAX_PICKLES) {
      const hasPersistentIds = isOldTorch || place.isTorch;
      const scan = await this.#pickleAt(bytes, place, { startBytes, hasPersistentIds });
      this.findings.push(...scan.findings);
      if (count === 0) isOldTorch = scan.number === TORCH_NUMBER;
      if (!scan.isComplete) return;
      startBytes = scan.endBytes;
      count += 1;
      if (isOldTorch && count === TORCH_PICKLES) return;
      if ((await bytes.slice(startBytes, startBytes + 1))[0] !== PROTOCOL_BYTE) break;
    }
    if (startBytes < bytes.sizeBytes)
      this.#add(place, { rule: 'trailing-bytes', offsetBytes: startBytes, subject: '' });
    await this.#scanAppendedZip(bytes, place);
  }

  async #pickleAt(
    bytes: ScannedBytes,
    place: Place,
    start: { readonly startBytes: number; readonly hasPersistentIds: boolean },
  ): Promise<PickleScan> {
    const { allowed } = this.#options;
    const scan = await scanPickle(bytes, { allowed, inner: place.inner, ...start });
    for (const { name, offsetBytes, sizeBytes } of scan.nested) {
      const inner = { ...place, inner: [...place.inner, name], isTorch: true };
      await this.scan(partOf(bytes, offsetBytes, sizeBytes), inner);
    }
    return scan;
  }

  async #scanZip(bytes: ScannedBytes, place: Place): Promise<void> {
    const entries = await this.#read(place, () => this.#options.unpacker.entriesOf(bytes));
    if (entries === undefined) return;
    const names = new Set<string>();
    const isTorch = entries.some(({ name }) => /(?:^|\/)data\.pkl$/.test(name));
    for (const entry of entries) {
      const inner = { path: entry.name, inner: [...place.inner, entry.name], isTorch };
      if (names.has(entry.name) || leavesArchive(entry.name))
        this.#add(inner, { rule: 'archive-names', subject: entry.name });
      names.add(entry.name);
      if (entry.obstacle !== undefined) {
        this.#add(inner, { rule: entry.obstacle, subject: entry.name });
        continue;
      }
      if (entry.name.endsWith('/')) continue;
      if (isTorch && /(?:^|\/)code\//.test(entry.name)) {
        this.#add(inner, { rule: 'carries-code', subject: entry.name });
        continue;
      }
      // The numbers of a tensor: whatever they are, nothing reads them as a file.
      if (isTorch && /(?:^|\/)(?:data|constants)\/\d+$/.test(entry.name)) continue;
      const content = await this.#read(inner, entry.open);
      if (content !== undefined) await this.scan(content, inner);
    }
  }

  /** Some readers find an archive from its end. */
  async #scanAppendedZip(bytes: ScannedBytes, place: Place): Promise<void> {
    const tail = Buffer.from(await bytes.slice(Math.max(0, bytes.sizeBytes - MAX_ZIP_TAIL), bytes.sizeBytes));
    if (tail.includes('PK\x05\x06', 0, 'latin1')) await this.#scanZip(bytes, place);
  }

  async #scanTar(bytes: ScannedBytes, place: Place): Promise<void> {
    const { entries, fault } = await listTar(bytes);
    const names = new Set<string>();
    for (const { name, content } of entries) {
      const inner = { path: name, inner: [...place.inner, name], isTorch: false };
      if (names.has(name) || leavesArchive(name)) this.#add(inner, { rule: 'archive-names', subject: name });
      names.add(name);
      await this.scan(content, inner);
    }
    if (fault !== undefined) this.#add(place, { rule: 'malformed', subject: fault });
  }

  async #scanCompressed(bytes: ScannedBytes, place: Place, format: FileFormat): Promise<void> {
    const content = await this.#read(place, () => this.#options.unpacker.decompress(bytes, format));
    if (content !== undefined) await this.scan(content, { ...place, inner: [...place.inner, format] });
  }

  async #scanTensors(bytes: ScannedBytes, place: Place): Promise<void> {
    const fault = await findSafetensorsFault(bytes);
    if (fault !== undefined) this.#add(place, { rule: 'malformed', subject: fault });
  }

  async #scanArray(bytes: ScannedBytes, place: Place): Promise<void> {
    const header = await readNumpyHeader(bytes);
    if (header.kind === 'malformed') this.#add(place, { rule: 'malformed', subject: header.reason });
    if (header.kind !== 'objects') return;
    const { startBytes } = header;
    const scan = await this.#pickleAt(bytes, place, { startBytes, hasPersistentIds: false });
    this.findings.push(...scan.findings);
  }

  async #scanJson(bytes: ScannedBytes, place: Place): Promise<void> {
    // The trees of XGBoost are longer: numbers, of which nothing is called.
    if (bytes.sizeBytes > MAX_JSON_BYTES) return;
    const text = Buffer.from(await bytes.slice(0, bytes.sizeBytes)).toString('utf8');
    if (!text.includes('class_name')) return;
    await this.#read(place, () => {
      const found = findInKerasConfig(parseStrictJson(text, place.path), this.#options.allowed);
      for (const finding of found) this.#add(place, finding);
      return Promise.resolve(found);
    });
  }

  /** Configurations of Keras stand in it as text; what is packed within is not looked at. */
  async #scanHdf5(bytes: ScannedBytes, place: Place): Promise<void> {
    for (const text of ['"Lambda"', '__lambda__', '"TorchModuleWrapper"', '"TFSMLayer"'])
      await findEach(bytes, text, {
        contextBytes: 0,
        visit: (offsetBytes) => {
          this.#add(place, { rule: 'code-layer', offsetBytes, subject: text.replaceAll('"', '') });
        },
      });
  }

  /** @returns undefined for what cannot be read, which is then a finding. */
  async #read<T>(place: Place, read: () => Promise<T>): Promise<T | undefined> {
    try {
      const content = await read();
      if (content === undefined) this.#add(place, { rule: 'unread-compression', subject: place.path });
      return content;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#add(place, { rule: 'malformed', subject: error.message });
      return undefined;
    }
  }

  #addAll(place: Place, findings: readonly GraphFinding[]): void {
    for (const finding of findings) this.#add(place, finding);
  }

  #add({ inner }: Place, { rule, subject, offsetBytes = 0 }: NewFinding): void {
    this.findings.push({ rule, inner, offsetBytes, subject });
  }
}

type NewFinding = Pick<FileFinding, 'rule' | 'subject'> & Partial<Pick<FileFinding, 'offsetBytes'>>;

const PROTOCOL_BYTE = 0x80;
/** The end of an archive, and the longest comment behind it. */
const MAX_ZIP_TAIL = 22 + 0xffff;

function leavesArchive(name: string): boolean {
  return /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/i.test(name);
}

function isProgramName(path: string): boolean {
  return /\.(?:py|pyc|pyi|sh|bash|ps1|bat|js|mjs|cjs|ts|r|jl|pl|rb)$/i.test(path);
}
