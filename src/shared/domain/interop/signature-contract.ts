/** The inputs of a signature that MLflow saved, as a data contract: names, types, and whether each has to be there. */
import type { ContractType } from '../documents/contract-rule.ts';
import type { SignatureField } from '../documents/model-format.ts';
import { ContractDraft } from './contract-draft.ts';
import { parseMlmodel } from './mlmodel.ts';

const INDENT = 4;

const TYPES: Readonly<Record<string, ContractType>> = {
  integer: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  string: 'text',
  boolean: 'boolean',
  datetime: 'time',
};

/** @param text of the file `MLmodel`. @returns the section `contract` as YAML. @throws DataError for what is no such file. */
export function readSignatureContract(text: string, where: string): string {
  const { format } = parseMlmodel(text, undefined, where);
  const draft = new ContractDraft();
  for (const field of format.inputs ?? []) takeField(draft, field);
  return draft.render(INDENT);
}

function takeField(draft: ContractDraft, { name: column, type: written, optional }: SignatureField): void {
  const origin = { name: `input ${JSON.stringify(column ?? written)}`, severity: 'error' } as const;
  if (column === undefined) {
    draft.take({ kind: 'left-out', reason: 'it has no name' }, origin);
    return;
  }
  if (optional !== true)
    draft.take({ kind: 'column', column, rule: 'present', entry: { required: true } }, origin);
  const type = Object.hasOwn(TYPES, written) ? TYPES[written] : undefined;
  draft.take(
    type === undefined
      ? { kind: 'left-out', reason: `a contract has no type ${JSON.stringify(written)}` }
      : { kind: 'column', column, rule: 'type', entry: { type } },
    origin,
  );
}
