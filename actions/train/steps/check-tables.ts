/** The tables of a training against the data contract, before they are used (docs/lifecycle.md#the-data-contract). */
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { brokenRules } from '../../../src/shared/domain/contract/broken-rule.ts';
import { checkContract } from '../../../src/shared/domain/contract/check-contract.ts';
import { readContractRules, type ContractRule } from '../../../src/shared/domain/contract/contract-rules.ts';
import type { ContractType } from '../../../src/shared/domain/documents/contract-rule.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { monitoredPredictions, tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { listBrokenRules } from '../../../src/shared/domain/report/contract-text.ts';
import type { ReadKind, ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { TrainStep } from '../ports.ts';
import { requireContent } from './check-limits.ts';
import type { TrainSettings } from './settings.ts';

export interface CheckedTable {
  readonly record: NonNullable<Run['contract']>['tables'][number];
  /** Rules that are broken and did not end the run, as sentences. */
  readonly notes: readonly string[];
}

interface TablesPlan {
  readonly settings: Pick<TrainSettings, 'score'>;
  /** What was checked before the training. */
  readonly tables: readonly CheckedTable[];
}

/**
 * Those of `contract.tables`, and the rows to score where they are there already.
 * @throws DataError CONTRACT_BROKEN, and FILES_INVALID where a table is not there.
 */
export async function checkTrainingTables(
  step: TrainStep,
  { settings }: Pick<TablesPlan, 'settings'>,
): Promise<readonly CheckedTable[]> {
  const { contract } = step.model.config;
  if (contract === undefined) return [];
  const { workspace } = step.ports;
  const named = contract.tables === undefined ? [] : await workspace.match(contract.tables);
  if (contract.tables !== undefined && named.length === 0)
    throw new DataError(
      'FILES_INVALID',
      `contract.tables: expected a table at ${contract.tables.join(', ')} before the training, got no file`,
      { hint: 'fetch it in a step before this one, or correct the path in the configuration' },
    );
  const data = settings.score?.data;
  const isThere = data !== undefined && !named.includes(data) && (await workspace.exists(data));
  const checked: CheckedTable[] = [];
  for (const path of isThere ? [...named, data] : named) checked.push(await checkTable(step, path));
  return checked;
}

/**
 * The rows to score, unless they were checked and are the same. With `mode: score` a broken rule is a note: the rows are those of
 * production, and `monitor`, which comes after, opens the issue about them.
 * @throws DataError CONTRACT_BROKEN
 */
export async function checkScoredTable(
  step: TrainStep,
  { settings, tables: before }: TablesPlan,
): Promise<readonly CheckedTable[]> {
  const path = settings.score?.data;
  if (step.model.config.contract === undefined || path === undefined) return before;
  const { sha256 } = await recordFile(step.ports.workspace, path);
  const isKnown = before.some(({ record }) => record.path === path && record.sha256 === sha256);
  if (isKnown) return before;
  return [...before.filter(({ record }) => record.path !== path), await checkTable(step, path)];
}

/** What `run.json` says of the tables. */
export function recordTables(
  { contract }: ModelConfig,
  checked: readonly CheckedTable[],
): Pick<Run, 'contract'> {
  if (contract === undefined || checked.length === 0) return {};
  const sha256 = documentDigest(readContractRules(contract));
  return { contract: { sha256, tables: checked.map(({ record }) => record) } };
}

async function checkTable(
  { inputs, model: { config }, ports: { workspace, tables, log } }: TrainStep,
  path: string,
): Promise<CheckedTable> {
  const rules = config.contract === undefined ? [] : readContractRules(config.contract);
  await requireContent(workspace, path, 'data contract');
  const { sha256 } = await recordFile(workspace, path);
  const table = await tables.read(workspace, path, contractOptions(config, rules));
  const results = checkContract(rules, { table, optional: optionalColumns(config), delivery: undefined });
  const broken = brokenRules(results);
  const errors = broken.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 && inputs.mode === 'train') {
    throw new DataError(
      'CONTRACT_BROKEN',
      `${path}: expected what the data contract states, got ${listBrokenRules(errors).join('; ')}`,
      {
        hint: 'correct the rows where the data are made; if the contract is wrong, change `contract` in the configuration',
      },
    );
  }
  const notes = listBrokenRules(broken).map((line) => `Data contract, ${path}: ${line}.`);
  for (const note of notes) log.warning(note);
  const ruleCount = results.filter(({ kind }) => kind === 'checked').length;
  return { record: { path, sha256, ruleCount, brokenRuleCount: broken.length }, notes };
}

/** Labels may be kept apart, and nothing is predicted yet. */
function optionalColumns({ predictions }: ModelConfig): ReadonlySet<string> {
  return new Set(predictions === undefined ? [] : monitoredPredictions(predictions).keys());
}

const READ_KINDS: Readonly<Record<ContractType, ReadKind>> = {
  number: 'number',
  integer: 'number',
  text: 'text',
  boolean: 'boolean',
  time: 'time',
};

/** Only the columns of the contract, each as what it is stated to be where nothing else says it. */
function contractOptions(config: ModelConfig, rules: readonly ContractRule[]): ReadOptions {
  const options = tableOptions(config);
  const stated = rules.flatMap(({ demand, columns: [name] }) =>
    demand.code === 'type' && name !== undefined ? [[name, READ_KINDS[demand.type]] as const] : [],
  );
  return {
    ...options,
    columns: [...new Set(rules.flatMap(({ columns }) => columns))],
    kinds: new Map([...stated, ...options.kinds]),
  };
}
