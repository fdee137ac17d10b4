/**
 * Graphs of ONNX and TensorFlow: operations that read or write files, and files beside the model. They are protocol
 * buffers; a name is found by its bytes, a length before it, wherever in the graph it stands.
 */
import { findEach, type ScannedBytes } from '../content/byte-reader.ts';
import type { ScanRule } from '../../documents/file-scan.ts';

/** Fields of a message: the key of field 2 with a length. */
const FIELD_2 = '\x12';
/** TensorFlow: https://www.tensorflow.org/api_docs/python/tf/raw_ops */
const TENSORFLOW_OPERATIONS = [
  'ReadFile',
  'WriteFile',
  'PyFunc',
  'PyFuncStateless',
  'EagerPyFunc',
  'LoadLibrary',
  'ShellOutput',
];
const MAX_LOCATION_BYTES = 4096;

export interface GraphFinding {
  readonly rule: ScanRule;
  readonly offsetBytes: number;
  readonly subject: string;
}

export async function findTensorflowOperations(bytes: ScannedBytes): Promise<readonly GraphFinding[]> {
  const findings: GraphFinding[] = [];
  for (const name of TENSORFLOW_OPERATIONS) {
    await findEach(bytes, FIELD_2 + String.fromCharCode(name.length) + name, {
      contextBytes: 0,
      visit: (offsetBytes) => findings.push({ rule: 'file-operation', offsetBytes, subject: name }),
    });
  }
  return findings;
}

/** Of a tensor that is kept in another file: https://onnx.ai/onnx/repo-docs/ExternalData.html */
const LOCATION = '\x0a\x08location\x12';

export async function findOnnxOperations(bytes: ScannedBytes): Promise<readonly GraphFinding[]> {
  const findings: GraphFinding[] = [];
  await findEach(bytes, LOCATION, {
    contextBytes: MAX_LOCATION_BYTES + 2,
    visit: (offsetBytes, found) => {
      const path = readText(found.subarray(LOCATION.length));
      if (path === undefined || leavesFolder(path))
        findings.push({ rule: 'outside-file', offsetBytes, subject: path ?? '' });
    },
  });
  await findEach(bytes, '\x22\x04PyOp', {
    contextBytes: 0,
    visit: (offsetBytes) => findings.push({ rule: 'file-operation', offsetBytes, subject: 'PyOp' }),
  });
  return findings;
}

/** A length of one or two bytes, then the text. */
function readText(found: Buffer): string | undefined {
  const [low = 0, high = 0] = found;
  const [length, start] = low < 0x80 ? [low, 1] : [(low & 0x7f) | (high << 7), 2];
  return start + length <= found.length && length <= MAX_LOCATION_BYTES
    ? found.subarray(start, start + length).toString('utf8')
    : undefined;
}

function leavesFolder(path: string): boolean {
  return path === '' || /^[/\\~]|^[a-z]:|:\/\//i.test(path) || /(?:^|[/\\])\.\.(?:[/\\]|$)|\0/.test(path);
}
