/**
 * Files that are no tables, by what they are: archives, other formats of data, pages that stand where a download
 * failed, pointers to a file that was not fetched. Read as CSV, most of them would be tables without a meaning.
 */
import { DataError } from '../kernel/errors.ts';
import { pointerKindOf } from '../kernel/pointer-file.ts';
import { decodeStart, encodingOf } from './encoding.ts';
import { findTextWithoutRows } from './text-without-rows.ts';

/** Bytes that are enough to recognize a file: the mark of tar stands at byte 257. */
export const FOREIGN_BYTES = 1024;

const PARQUET_HINT = 'write the table as Parquet, CSV or JSON Lines';
const UNPACK_HINT = 'unpack it in a step before this one, or write the table with gzip or Zstandard';
const PICKLE_HINT = 'write the table with `to_parquet` or `to_csv`: a pickle is a program, and is not run';
const FETCH_HINT = 'check that the step before this one downloaded the file, and did not store an error page';

interface ForeignFormat {
  readonly name: string;
  /** Latin-1 text at the beginning, or at `offset`. */
  readonly mark: string | RegExp;
  readonly offset?: number;
  readonly hint: string;
}

/* oxlint-disable no-control-regex -- the marks of binary formats have control characters */
/** The size of its blocks, then the number that each block or the end begins with. */
export const BZIP2_START = /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/;

/** Marks as the specifications of the formats, and `file(1)`, have them. */
const foreignFormats: readonly ForeignFormat[] = [
  {
    name: 'an Excel workbook',
    mark: /^PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/)/s,
    hint: PARQUET_HINT,
  },
  {
    name: 'an OpenDocument file',
    mark: /^PK\x03\x04.{26}mimetypeapplication\/vnd\.oasis/s,
    hint: PARQUET_HINT,
  },
  {
    name: 'a PyTorch file',
    mark: /^PK\x03\x04.{26}[^/]+\/(?:data\.pkl|version|byteorder|\.format_version)/s,
    hint: PICKLE_HINT,
  },
  { name: 'a NumPy archive (npz)', mark: /^PK\x03\x04.{26}[^/]+\.npy/s, hint: PARQUET_HINT },
  { name: 'a zip archive', mark: /^PK(?:\x03\x04|\x05\x06|\x07\x08)/, hint: UNPACK_HINT },
  { name: 'a file compressed with xz', mark: '\xfd7zXZ\0', hint: UNPACK_HINT },
  { name: 'a file compressed with bzip2', mark: BZIP2_START, hint: UNPACK_HINT },
  { name: 'a file compressed with LZ4', mark: '\x04\x22\x4d\x18', hint: UNPACK_HINT },
  { name: 'a file compressed with lzip', mark: 'LZIP', hint: UNPACK_HINT },
  { name: 'a file compressed with Snappy', mark: '\xff\x06\0\0sNaPpY', hint: UNPACK_HINT },
  { name: 'a file compressed with compress (.Z)', mark: '\x1f\x9d', hint: UNPACK_HINT },
  { name: 'a 7z archive', mark: '7z\xbc\xaf\x27\x1c', hint: UNPACK_HINT },
  { name: 'a RAR archive', mark: 'Rar!\x1a\x07', hint: UNPACK_HINT },
  { name: 'a tar archive', mark: 'ustar', offset: 257, hint: UNPACK_HINT },
  { name: 'an encrypted Parquet file', mark: 'PARE', hint: 'write the file without modular encryption' },
  { name: 'a Feather file (version 1)', mark: 'FEA1', hint: PARQUET_HINT },
  { name: 'an Arrow or Feather file', mark: 'ARROW1', hint: PARQUET_HINT },
  { name: 'an Arrow stream', mark: /^\xff{4}[\s\S]{2}\0\0[\x08-\x20]\0\0\0/, hint: PARQUET_HINT },
  { name: 'an Avro file', mark: 'Obj\x01', hint: PARQUET_HINT },
  { name: 'an ORC file', mark: /^ORC[\0-\x1f\x80-\xff]/, hint: PARQUET_HINT },
  { name: 'a NumPy array', mark: '\x93NUMPY', hint: PARQUET_HINT },
  { name: 'a Python pickle', mark: /^\x80[\x02-\x05]/, hint: PICKLE_HINT },
  { name: 'an HDF5 file', mark: '\x89HDF\r\n\x1a\n', hint: PARQUET_HINT },
  { name: 'a NetCDF file', mark: /^CDF[\x01\x02\x05]/, hint: PARQUET_HINT },
  { name: 'a SQLite database', mark: 'SQLite format 3\0', hint: PARQUET_HINT },
  { name: 'a DuckDB database', mark: 'DUCK', offset: 8, hint: PARQUET_HINT },
  { name: 'an Excel workbook of 1997 to 2003', mark: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', hint: PARQUET_HINT },
  { name: 'an R data file', mark: /^(?:RD[AXB][23]\n|[XAB]\n\0\0\0[\x02\x03])/, hint: PARQUET_HINT },
  { name: 'a Stata file', mark: /^(?:<stata_dta>|[\x71-\x73][\x01\x02]\x01\0)/, hint: PARQUET_HINT },
  { name: 'an SPSS file', mark: /^\$FL[23]/, hint: PARQUET_HINT },
  { name: 'a SAS file', mark: /^\0{12}\xc2\xea\x81\x60/, hint: PARQUET_HINT },
  { name: 'a MATLAB file', mark: /^MATLAB [57]\.0 MAT-file/, hint: PARQUET_HINT },
  { name: 'a PDF document', mark: '%PDF-', hint: PARQUET_HINT },
  {
    name: 'text in UTF-32',
    mark: /^(?:\xff\xfe\0\0|\0\0\xfe\xff|(?:[\x01-\x7f]\0{3}){4}|(?:\0{3}[\x01-\x7f]){4})/,
    hint: 'write it in UTF-8: `iconv -f utf-32 -t utf-8 old.csv > new.csv`',
  },
  { name: 'an image', mark: /^(?:\x89PNG\r\n|\xff\xd8\xff|GIF8|RIFF.{4}WEBP)/s, hint: PARQUET_HINT },
];

/* oxlint-enable no-control-regex */

const HTML = /^\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i;
const XML = /^\s*<(?:\?xml|[A-Za-z][\w:.-]*[\s>/])/;
const NUL = 0;
const TAB = 0x09;
const RETURN = 0x0d;
const SPACE = 0x20;

/** S3 and its relatives say in a code what went wrong. */
function errorCodeIn(text: string): string {
  const code = /<Code>([\w.-]{1,60})<\/Code>/.exec(text)?.[1];
  return code === undefined ? '' : ` with the error ${code}`;
}

/** @param start the file, or its first `FOREIGN_BYTES`. @throws DataError DATA_INVALID that says what the file is. */
export function refuseForeignFile(start: Uint8Array, where: string): void {
  const found = findForeignFile(start);
  if (found === undefined) return;
  throw new DataError('DATA_INVALID', `${where}: expected a table, got ${found.name}`, { hint: found.hint });
}

/** Text with NUL bytes between its letters, as exports of old systems and damaged files have them, or no text. */
function describeBinary(start: Uint8Array): { readonly name: string; readonly hint: string } {
  const other = start.filter((byte) => byte !== NUL);
  const isText = other.length > 0 && other.every((byte) => byte >= SPACE || (byte >= TAB && byte <= RETURN));
  return isText && other.length >= start.length / 2
    ? {
        name: 'text with NUL bytes',
        hint: "write the file again, or remove them: `tr -d '\\000' < old.csv > new.csv`",
      }
    : { name: 'binary data of an unknown kind', hint: PARQUET_HINT };
}

function findForeignFile(start: Uint8Array): { readonly name: string; readonly hint: string } | undefined {
  const pointer = pointerKindOf(start);
  if (pointer !== undefined)
    return { name: `a pointer of ${pointer.tool} instead of the file`, hint: pointer.hint };
  const latin1 = String.fromCharCode(...start.subarray(0, FOREIGN_BYTES));
  const known = foreignFormats.find(({ mark, offset = 0 }) =>
    typeof mark === 'string' ? latin1.startsWith(mark, offset) : mark.test(latin1),
  );
  if (known !== undefined) return known;
  const text = decodeStart(start.subarray(0, FOREIGN_BYTES));
  if (HTML.test(text)) return { name: 'an HTML page', hint: FETCH_HINT };
  if (XML.test(text)) return { name: `an XML document${errorCodeIn(text)}`, hint: FETCH_HINT };
  const isBinary = encodingOf(start) === 'utf-8' && start.subarray(0, FOREIGN_BYTES).includes(NUL);
  if (isBinary) return describeBinary(start);
  return findTextWithoutRows(text, start.length < FOREIGN_BYTES);
}
