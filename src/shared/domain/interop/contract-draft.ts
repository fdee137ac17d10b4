/** A section `contract` while statements of another tool are taken over, one after the other; what is not is listed. */
import { stringify } from 'yaml';
import type { ColumnRuleCode, ContractSeverity } from '../documents/contract-rule.ts';

type Entry = Readonly<Record<string, unknown>>;

/** What one statement says in the words of the configuration. */
export type Statement =
  | {
      readonly kind: 'column';
      readonly column: string;
      readonly rule: ColumnRuleCode;
      readonly entry: Entry;
      /** Absent for rules without a fraction of their own. */
      readonly brokenAtMost?: number;
    }
  | { readonly kind: 'keys' | 'comparisons'; readonly entry: Entry }
  | { readonly kind: 'rows'; readonly entry: Entry }
  /** As part of a sentence. */
  | { readonly kind: 'left-out'; readonly reason: string };

/** What a statement is called, and how bad it is to break it. */
export interface StatementOrigin {
  readonly name: string;
  readonly severity: ContractSeverity;
}

interface DraftColumn {
  readonly entry: Record<string, unknown>;
  readonly warnings: ColumnRuleCode[];
}

export class ContractDraft {
  private readonly columns = new Map<string, DraftColumn>();
  private readonly lists = { keys: [] as Entry[], comparisons: [] as Entry[] };
  private readonly leftOut: string[] = [];
  private rows: Entry | undefined;

  take(statement: Statement, { name, severity }: StatementOrigin): void {
    const warned = severity === 'warning' ? { severity } : {};
    switch (statement.kind) {
      case 'column': {
        const conflict = this.takeColumn(statement, severity);
        if (conflict !== undefined) this.leftOut.push(`${name}: ${conflict}`);
        return;
      }
      case 'keys':
      case 'comparisons':
        this.lists[statement.kind].push({ ...statement.entry, ...warned });
        return;
      case 'rows':
        if (this.rows === undefined) this.rows = { ...statement.entry, ...warned };
        else this.leftOut.push(`${name}: the number of rows is stated before`);
        return;
      case 'left-out':
        this.leftOut.push(`${name}: ${statement.reason}`);
    }
  }

  /** A column has one fraction for its values, and each key once. */
  private takeColumn(
    { column, rule, entry, brokenAtMost }: Extract<Statement, { kind: 'column' }>,
    severity: ContractSeverity,
  ): string | undefined {
    const draft = this.columns.get(column) ?? { entry: {}, warnings: [] };
    const stated = { ...entry, ...(brokenAtMost !== undefined && { 'broken-at-most': brokenAtMost }) };
    const other = Object.entries(stated).find(
      ([key, value]) => key in draft.entry && JSON.stringify(draft.entry[key]) !== JSON.stringify(value),
    );
    if (other !== undefined) return `${other[0]} of the column is stated before with another value`;
    Object.assign(draft.entry, stated);
    if (severity === 'warning' && !draft.warnings.includes(rule)) draft.warnings.push(rule);
    this.columns.set(column, draft);
    return undefined;
  }

  /** @param indent spaces before `contract`. */
  render(indent: number): string {
    const columns = Object.fromEntries(
      [...this.columns].map(([name, { entry, warnings }]) => [
        name,
        // Whether a column has to be there is stated by a rule of its own.
        { required: false, ...entry, ...(warnings.length > 0 && { warnings }) },
      ]),
    );
    const contract = {
      ...(this.columns.size > 0 && { columns }),
      ...Object.fromEntries(Object.entries(this.lists).filter(([, list]) => list.length > 0)),
      ...(this.rows !== undefined && { rows: this.rows }),
    };
    const lines = [
      ...stringify({ contract }, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd().split('\n'),
      ...this.leftOut.map((line) => `# Not taken over: ${line.replaceAll(/\s+/g, ' ')}`),
    ];
    return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
  }
}
