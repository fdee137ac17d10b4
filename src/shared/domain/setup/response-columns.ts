/** The columns of rows with one response each, by their names and the values of the first one. */
import type { OrderedDirection } from '../kernel/direction.ts';

export interface ResponseColumns {
  readonly id: string | readonly string[];
  readonly repeat?: string;
  readonly group?: string;
  readonly order?: 'none';
  /** Column → which way is better. */
  readonly measures: Readonly<Record<string, OrderedDirection>>;
  readonly evaluator?: readonly string[];
}

/** The likelier first. */
const IDS = [
  /^case(?:_?id)?$/i,
  /^(?:test|question|example|sample|task|doc|item|row)_?(?:id|case)$/i,
  /^(?:id|qid|uid|uuid|key|name)$/i,
] as const;
const REPEAT = /^(?:repeat|repetition|attempt|epoch|trial|run|iteration|sample_?(?:index|no)|seed)$/i;
const HIGHER =
  /score|pass(?:ed)?$|correct|quality|accura|relevan|faithful|helpful|exact|match|^f1|rouge|bleu|similarity|grade$|rating|success|reward|precision|recall|grounded|complete/i;
const LOWER =
  /latency|cost|token|time|duration|(?:^|_)(?:ms|seconds|usd|steps)$|error|fail|hallucinat|toxic|refus|perplexity|loss|^wer$/i;
const EVALUATOR = /grader|judge|evaluator|scorer|rubric/i;

/** @param row a value that is not known is undefined. @returns undefined for rows without an id or without a measure. */
export function findResponseColumns(row: Readonly<Record<string, unknown>>): ResponseColumns | undefined {
  const names = Object.keys(row);
  const id = IDS.map((pattern) => names.find((name) => pattern.test(name))).find(
    (name) => name !== undefined,
  );
  const repeat = names.find((name) => REPEAT.test(name) && name !== id);
  const measures = names
    .filter(
      (name) => name !== id && name !== repeat && !isEvaluator(name, row[name]) && isMeasured(row[name]),
    )
    .flatMap((name): readonly (readonly [string, OrderedDirection])[] => {
      if (LOWER.test(name)) return [[name, 'lower']];
      return HIGHER.test(name) ? [[name, 'higher']] : [];
    });
  if (id === undefined || measures.length === 0) return undefined;
  const evaluator = names.filter((name) => isEvaluator(name, row[name]));
  return {
    id,
    ...(repeat !== undefined && { repeat }),
    measures: Object.fromEntries(measures),
    ...(evaluator.length > 0 && { evaluator }),
  };
}

/** What a grader gave is a measure: its name is a text. */
function isEvaluator(name: string, value: unknown): boolean {
  return (
    EVALUATOR.test(name) &&
    (value === undefined ? !HIGHER.test(name) : typeof value === 'string' && !isMeasured(value))
  );
}

function isMeasured(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value === 'boolean' || typeof value === 'number') return true;
  return typeof value === 'string' && /^(?:true|false|-?\d+(?:\.\d+)?(?:e-?\d+)?)$/i.test(value);
}
