/** What the bytes of the model files say about loading them, as `model.json` has it. Codes only; sentences are in report/. */
import { z } from 'zod';
import { pathField } from './fields.ts';
import { closedList } from './open-values.ts';

/** Ordered from good to bad: the outcome of several findings is the worst. */
export const scanOutcomes = ['clean', 'needs-review', 'unscannable', 'unsafe'] as const;
export type ScanOutcome = (typeof scanOutcomes)[number];

export const scanRules = [
  /** Names a function that runs commands, code or connections. */
  'dangerous-global',
  /** Reaches an attribute of an attribute, or a name with underscores on both sides. */
  'attribute-walk',
  /** A name that is put together while the file is loaded. */
  'computed-global',
  /** Calls what an earlier call returned, or what is no function. */
  'computed-call',
  /** A number in the registry of the process that loads it stands for the function. */
  'extension-registry',
  /** Changes a class, a function or a module, not an object. */
  'changes-global',
  /** A few bytes that become very large. */
  'expansion',
  /** The frames of the stream and its instructions disagree, so that readers disagree about it. */
  'frame-crossing',
  /** Names in an archive that disagree, leave its folder or are there twice. */
  'archive-names',
  /** Reads a file outside of the folder of the model. */
  'outside-file',
  /** A layer with code in it. */
  'code-layer',
  /** An operation of a graph that reads or writes files, or calls Python. */
  'file-operation',
  /** A template that reaches the program which runs it. */
  'template-code',
  /** Sizes, offsets or keys that contradict each other. */
  'malformed',
  'truncated',
  'encrypted',
  /** More instructions, layers or bytes than are read. */
  'over-limit',
  /** A pickle within the pickle, of bytes that are put together while it is loaded. */
  'computed-pickle',
  /** Compressed in a way that is not read. */
  'unread-compression',
  /** A class or function of a library: its code runs when the file is loaded. */
  'unknown-global',
  /** Code travels with the model. */
  'carries-code',
  /** An object that the program which loads it supplies. */
  'persistent-id',
  /** Bytes after the end of what is loaded. */
  'trailing-bytes',
  /** Bytes that belong to no format that is known. */
  'unknown-format',
] as const;
export type ScanRule = (typeof scanRules)[number];

export const fileScanSchema = z.strictObject({
  outcome: closedList(scanOutcomes),
  findings: z.array(
    z.strictObject({
      /** Of the model file. */
      path: pathField,
      rule: closedList(scanRules),
      /** Names within the file, from the outside in: the entry of an archive, a compression. */
      inner: z.array(z.string()).optional(),
      /** Where it begins, in the innermost of `inner`. */
      offsetBytes: z.number().int().nonnegative(),
      /** Such as the name of a function: a text of the file, shortened. */
      subject: z.string().optional(),
    }),
  ),
  /** Findings that are not listed. */
  moreCount: z.number().int().positive().optional(),
});

export type ModelFileScan = z.infer<typeof fileScanSchema>;
