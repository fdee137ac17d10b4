/**
 * Files of the training that a report shows as the team wrote them (`report.include`): texts and pictures, limited in number
 * and size. Nothing in them is checked, which is said wherever they are shown.
 */
import { neutralizeMarkdown } from '../text/untrusted-markdown.ts';
import { readPictureHeader, type PictureHeader } from './picture-header.ts';

/** In the artifact of the training. */
export const INCLUDED_FOLDER = 'report/';

const MAX_FILES = 8;
const MAX_TEXT_BYTES = 20_000;
const MAX_PICTURES_BYTES = 400_000;
const MAX_SIDE_PIXELS = 4000;

export interface IncludedFile {
  /** Without the folder. */
  readonly name: string;
  readonly sizeBytes: number;
}

export interface LeftOutFile {
  readonly name: string;
  /** Follows "is left out:". */
  readonly reason: string;
}

export interface IncludedText {
  readonly name: string;
  /** Harmless Markdown. */
  readonly blocks: readonly string[];
}

export interface IncludedPicture extends PictureHeader {
  readonly name: string;
  readonly base64: string;
}

export interface IncludedContent {
  readonly texts: readonly IncludedText[];
  readonly pictures: readonly IncludedPicture[];
  readonly leftOut: readonly LeftOutFile[];
}

/** https://github.com/actions/toolkit/tree/main/packages/artifact refuses them in an artifact. */
const UNSUITED = /[\p{Cc}"*:<>?\\|]/u;

type FileKind = 'text' | 'picture';

const kindOfEnding: ReadonlyMap<string, FileKind> = new Map([
  ['.md', 'text'],
  ['.png', 'picture'],
  ['.jpg', 'picture'],
  ['.jpeg', 'picture'],
]);

export interface ChosenFiles<File> {
  readonly chosen: readonly File[];
  readonly leftOut: readonly LeftOutFile[];
}

/** By name and size, before anything is read; in their order. */
export function chooseIncluded<File extends IncludedFile>(files: readonly File[]): ChosenFiles<File> {
  const chosen: File[] = [];
  const leftOut: LeftOutFile[] = [];
  let picturesBytes = 0;
  for (const file of files) {
    const { name, sizeBytes } = file;
    const kind = kindOfEnding.get(endingOf(name));
    const reason = UNSUITED.test(name)
      ? 'expected a name without control characters and " * : < > ? \\ |'
      : refuse({ kind, sizeBytes, count: chosen.length, picturesBytes });
    if (reason !== undefined) {
      leftOut.push({ name, reason });
      continue;
    }
    if (kind === 'picture') picturesBytes += sizeBytes;
    chosen.push(file);
  }
  return { chosen, leftOut };
}

interface Candidate {
  readonly kind: FileKind | undefined;
  readonly sizeBytes: number;
  /** What was chosen before it. */
  readonly count: number;
  readonly picturesBytes: number;
}

function refuse({ kind, sizeBytes, count, picturesBytes }: Candidate): string | undefined {
  if (kind === undefined) return 'expected a name that ends with .md, .png, .jpg or .jpeg';
  if (count === MAX_FILES) return `expected at most ${MAX_FILES} files`;
  if (kind === 'text' && sizeBytes > MAX_TEXT_BYTES)
    return `expected at most ${MAX_TEXT_BYTES} bytes, got ${sizeBytes}`;
  if (kind === 'picture' && picturesBytes + sizeBytes > MAX_PICTURES_BYTES)
    return `expected at most ${MAX_PICTURES_BYTES} bytes in all pictures, got ${picturesBytes + sizeBytes} with it`;
  return undefined;
}

function endingOf(name: string): string {
  return /\.[a-z]+$/i.exec(name)?.[0].toLowerCase() ?? '';
}

/** @param files those that were chosen. */
export function readIncluded(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): IncludedContent {
  const texts: IncludedText[] = [];
  const pictures: IncludedPicture[] = [];
  const leftOut: LeftOutFile[] = [];
  for (const { name, bytes } of files) {
    if (kindOfEnding.get(endingOf(name)) === 'text') {
      texts.push({ name, blocks: neutralizeMarkdown(new TextDecoder().decode(bytes)) });
      continue;
    }
    const header = readPictureHeader(bytes);
    const reason = header === undefined ? 'expected a picture in PNG or JPEG' : refuseSize(header);
    if (header === undefined || reason !== undefined) leftOut.push({ name, reason: reason ?? '' });
    else pictures.push({ name, ...header, base64: Buffer.from(bytes).toString('base64') });
  }
  return { texts, pictures, leftOut };
}

function refuseSize({ widthPixels, heightPixels }: PictureHeader): string | undefined {
  const isFine =
    Math.min(widthPixels, heightPixels) > 0 && Math.max(widthPixels, heightPixels) <= MAX_SIDE_PIXELS;
  return isFine
    ? undefined
    : `expected 1 to ${MAX_SIDE_PIXELS} pixels a side, got ${widthPixels} × ${heightPixels}`;
}
