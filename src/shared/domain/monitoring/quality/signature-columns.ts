/**
 * The current data against the inputs that the signature of a model names (docs/lifecycle.md#a-model-of-mlflow). What the
 * reference has too is only a warning: its rows, which the model was trained on, are then no requests either, as where the
 * training makes other columns of them. A column that is missing or of another kind than in the reference is found there.
 */
import type { Finding } from '../../documents/check.ts';
import type { SignatureField } from '../../documents/model-format.ts';
import type { FoundInput } from '../../documents/signature-problem.ts';
import { findColumnMisfit, findMisfitOfNumber, signatureColumns } from '../../signature/check-rows.ts';
import { parseInputType } from '../../signature/input-type.ts';
import { findColumn, hasColumn, type Table } from '../../table/table.ts';
import { knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { qualityFinding } from './quality-finding.ts';

export interface SignatureRequest {
  /** Undefined where the model has no signature. */
  readonly inputs: readonly SignatureField[] | undefined;
  readonly profile: Profile;
  readonly current: Table;
  /** Columns that are not compared: of a role, or left out by the configuration. */
  readonly ignored: ReadonlySet<string>;
  /** Columns that another rule has found to be missing or of another kind. */
  readonly found: ReadonlySet<string>;
}

/**
 * Columns against the inputs that the model names; `found` are reported by another rule already. Nothing for a
 * model without a signature of columns.
 */
export function checkSignature(request: SignatureRequest): readonly Finding[] {
  const { profile, current, ignored, found } = request;
  const inputs = signatureColumns(request.inputs);
  if (inputs === undefined) return [];
  const references = new Map(knownColumns(profile).map((column) => [column.name, column]));
  const misfits = inputs
    .filter(({ name }) => !ignored.has(name) && !found.has(name))
    .flatMap((input) => checkInput(input, references.get(input.name), current));
  const named = new Set(inputs.map(({ name }) => name));
  const others = current.columns.filter(
    ({ name }) => references.has(name) && !named.has(name) && !ignored.has(name),
  );
  return [
    ...misfits,
    ...others.map(({ name }) =>
      qualityFinding({ subject: name, outcome: 'ok', detail: { code: 'not-in-signature' } }),
    ),
  ];
}

function checkInput(
  { name, type, optional }: SignatureField & { readonly name: string },
  reference: ColumnProfile | undefined,
  current: Table,
): readonly Finding[] {
  const column = findColumn(current, name);
  if (column === undefined) {
    if (hasColumn(current, name) || current.leftOut?.some((one) => one.name === name) === true) return [];
    // What the reference has is missing there too, and found.
    if (optional === true || reference !== undefined) return [];
    const missing = { found: 'nothing', rows: current.rowCount } as const;
    return [mismatch({ name, type, ...missing, warningOnly: 'reference-too' })];
  }
  const misfit = findColumnMisfit(type, column);
  if (misfit === undefined) return [];
  const isUsual = reference !== undefined && !fits(type, reference);
  const warningOnly = isUsual
    ? 'reference-too'
    : misfit.found === 'no-value'
      ? 'missing-values-rule'
      : undefined;
  return [mismatch({ name, type, ...misfit, warningOnly })];
}

interface Mismatch {
  readonly name: string;
  readonly type: string;
  readonly found: FoundInput;
  readonly rows: number;
  readonly warningOnly: 'reference-too' | 'missing-values-rule' | undefined;
}

function mismatch({ name, type, found, rows, warningOnly }: Mismatch): Finding {
  return qualityFinding({
    subject: name,
    outcome: warningOnly === undefined ? 'alert' : 'warning',
    ...(warningOnly !== undefined && { warningOnly }),
    detail: { code: 'signature-mismatch', expected: type, found, rows },
  });
}

/** As far as the profile shows it: by its kind, its missing values, and the values of the data that it lists. */
function fits(type: string, reference: ColumnProfile): boolean {
  const of = parseInputType(type);
  if (of.kind !== 'scalar' || of.type === 'string' || of.type === 'binary') return true;
  if (of.type === 'datetime') return reference.kind === 'time';
  if (reference.kind !== 'number') return false;
  const isInteger = of.type === 'integer' || of.type === 'long';
  if (isInteger && reference.missing > 0) return false;
  return [...reference.points, ...reference.quantiles].every(
    (value) => findMisfitOfNumber(of.type, value) === undefined,
  );
}
