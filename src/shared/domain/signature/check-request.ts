/**
 * The body of a request against the inputs that a model of MLflow names: names, types and shapes, as `_enforce_schema` of
 * mlflow/models/utils.py checks them after the server has converted the values. Columns may stand in any order where they
 * have names, and a column that the signature does not name is left out by MLflow. What is not checked here, such as the
 * fields of an object within a column, the service itself refuses.
 */
import type { SignatureField } from '../documents/model-format.ts';
import type { SignatureProblem } from '../documents/signature-problem.ts';
import { parseInputType, type InputType } from './input-type.ts';
import { readRequestColumns, type RequestColumns } from './request-columns.ts';
import { findMisfit, kindOf } from './scalar-value.ts';

/** A signature of hundreds of columns, none of which is there, needs no list of all. */
const MAX_PROBLEMS = 20;

type Input = SignatureField & { readonly of: InputType };

/** @param inputs in the order of the signature. @returns none for a body that is in no format of MLflow's server. */
export function checkRequest(body: unknown, inputs: readonly SignatureField[]): readonly SignatureProblem[] {
  const request = readRequestColumns(body);
  if (request === undefined) return [];
  const typed = inputs.map((field) => ({ ...field, of: parseInputType(field.type) }));
  const isNamed = typed.length > 0 && typed.every(({ name }) => name !== undefined);
  const problems = isNamed ? checkNamed(request, typed) : checkUnnamed(request, typed);
  return problems.slice(0, MAX_PROBLEMS);
}

function checkNamed(request: RequestColumns, inputs: readonly Input[]): readonly SignatureProblem[] {
  const [only, ...others] = inputs;
  if (only === undefined) return [];
  // One column needs no name in a list.
  if (request.kind === 'array' && others.length === 0) return checkValue(only, request.values, false);
  return inputs.flatMap((input) => {
    const value = valueOf(request, input.name ?? '');
    if (value !== undefined) return checkValue(input, value, request.kind === 'table');
    return input.optional === true ? [] : [problemOf(input, { found: 'nothing' })];
  });
}

function valueOf(request: RequestColumns, name: string): unknown {
  switch (request.kind) {
    case 'table':
      return request.isNamed ? request.columns.get(name) : undefined;
    case 'inputs':
      return request.values.get(name);
    case 'array':
      return undefined;
  }
}

function checkUnnamed(request: RequestColumns, inputs: readonly Input[]): readonly SignatureProblem[] {
  const [only] = inputs;
  if (only === undefined) return [];
  if (only.of.kind === 'tensor') return checkUnnamedTensor(request, { ...only, of: only.of });
  if (request.kind !== 'table') return [];
  const columns = [...request.columns.values()];
  if (columns.length < inputs.length) {
    return [{ expected: `${inputs.length} columns`, found: 'other-count', sizes: [columns.length] }];
  }
  return inputs.flatMap((input, index) => checkValue(input, columns[index], true));
}

type Tensor = Extract<InputType, { kind: 'tensor' }>;

function checkUnnamedTensor(
  request: RequestColumns,
  input: SignatureField & { readonly of: Tensor },
): readonly SignatureProblem[] {
  if (request.kind === 'array') return checkTensor(input, request.values);
  if (request.kind === 'inputs') return [problemOf(input, { found: 'object' })];
  const count = request.columns.size;
  const [rows, width, ...others] = input.of.sizes;
  // A single column may hold lists, which are reshaped.
  if (count === 1 || (rows === -1 && width === count && others.length === 0)) return [];
  return [problemOf(input, { found: 'other-count', sizes: [count] })];
}

/** @param value of a table: the cells of a column. Else: one value, or the list of all. */
function checkValue(input: Input, value: unknown, isTable: boolean): readonly SignatureProblem[] {
  const { of } = input;
  const cells: readonly unknown[] = Array.isArray(value) ? value : [value];
  switch (of.kind) {
    case 'any':
      return [];
    case 'tensor':
      // The lists in the cells of a table are reshaped and converted.
      return isTable ? [] : checkTensor({ ...input, of }, value);
    case 'scalar':
      return firstOf(input, cells, (cell) => findMisfit(of.type, cell));
    case 'list':
    case 'object':
      // Outside of a table one list may be a single cell or the batch.
      if (!isTable && of.kind === 'list') return [];
      return firstOf(input, cells, (cell) =>
        kindOf(cell) === of.kind || (cell === null && input.optional === true) ? undefined : kindOf(cell),
      );
  }
}

function firstOf(
  input: Input,
  cells: readonly unknown[],
  find: (cell: unknown) => SignatureProblem['found'] | undefined,
): readonly SignatureProblem[] {
  const found = cells.map(find).find((misfit) => misfit !== undefined);
  return found === undefined ? [] : [problemOf(input, { found })];
}

function checkTensor(
  input: SignatureField & { readonly of: Tensor },
  value: unknown,
): readonly SignatureProblem[] {
  const { cell, sizes } = input.of;
  // NumPy takes lists of any form as a list of objects.
  if (cell === 'string' && sizes.length === 1 && sizes[0] === -1) return [];
  const found = sizesOfLists(value);
  const isRight =
    found !== undefined &&
    found.length === sizes.length &&
    sizes.every((size, index) => size === -1 || size === found[index]);
  if (!isRight) return [problemOf(input, { found: 'other-shape', ...(found && { sizes: [...found] }) })];
  const misfit = (Array.isArray(value) ? value.flat(Infinity) : [value])
    .map((leaf) => findMisfit(cell, leaf))
    .find((one) => one !== undefined);
  return misfit === undefined ? [] : [problemOf(input, { found: misfit })];
}

/** @returns undefined for lists of different lengths. */
function sizesOfLists(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return [];
  const within = value.map(sizesOfLists);
  const [first = []] = within;
  const isEven = within.every((sizes) => sizes !== undefined && sizes.join() === first.join());
  return isEven ? [value.length, ...first] : undefined;
}

function problemOf(
  { name, type }: SignatureField,
  found: Pick<SignatureProblem, 'found' | 'sizes'>,
): SignatureProblem {
  return { ...(name !== undefined && { input: name }), expected: type, ...found };
}
