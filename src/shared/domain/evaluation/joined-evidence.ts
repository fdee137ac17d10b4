/**
 * The evidence of an evaluation as tables, and with their rows joined. Of the tables nothing else is needed then: who
 * has joined them can let go of them, which for ten million rows is most of the memory.
 */
import type { EvaluatingConfig } from '../config/select-model.ts';
import type { Run } from '../documents/run.ts';
import { DataError } from '../kernel/errors.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import type { Answers } from '../metrics/tasks/task.ts';
import type { Table } from '../table/table.ts';
import { withOtherFaults } from './faults-of-columns.ts';
import type { OtherPredictions } from './align-training.ts';
import { answersDigest } from './answers-digest.ts';
import type { RegisteredAnswers } from './champion-answers.ts';
import { joinRows, type ComparedRows } from './compared-rows.ts';

/** Of the champion, or of the anchor: all but its predictions. */
export interface OpponentRecord {
  readonly version: string;
  readonly tag: string;
  readonly modelDigest: string;
  /** What its release says that it answered. */
  readonly registered: RegisteredAnswers;
  /** Metric values that its own training reported. */
  readonly metrics: Readonly<Record<string, number>> | undefined;
  /** What its own training was given. */
  readonly parameters?: Run['parameters'] | undefined;
  /** Among how many trainings its model is the first; undefined where its release does not say. */
  readonly trainingCount?: number | undefined;
  /** Of all its files together; undefined where its release was not read. */
  readonly modelSizeBytes?: number | undefined;
  /** The file of the rows that its own run scored. */
  readonly scoredRows?: NonNullable<Run['scored']>['data'] | undefined;
  /** What its own training and scoring were seen to read. */
  readonly reads?: Run['reads'];
  /** What its own training did beside its outputs. */
  readonly sideEffects?: Run['sideEffects'];
}

export interface ChampionEvidence extends OpponentRecord {
  /** Scored in the challenger's run, or stored with its release; stored ones may be for other rows. */
  readonly predictions: { readonly table: Table; readonly source: 'scored' | 'stored' } | undefined;
  /** Predictions that its release stores, where it was scored: for other rows, or for these. */
  readonly stored?: Table | undefined;
}

export interface TableEvidence {
  /** The challenger's predictions; undefined when the model has metric values only. */
  readonly challenger: Table | undefined;
  /** Of its trainings with other seeds. */
  readonly others?: readonly OtherPredictions[] | undefined;
  /** The version that is assigned to the target stage; undefined when the stage is empty. */
  readonly champion: ChampionEvidence | undefined;
  /** The anchor of that stage, which may be the champion; undefined where no rule compares with it, or the stage is empty. */
  readonly anchor?: ChampionEvidence | undefined;
  /** Labels from where training cannot reach. */
  readonly labels: Table | undefined;
}

export interface JoinedOpponent extends OpponentRecord {
  /** Where its predictions are from; undefined for none. */
  readonly source: 'scored' | 'stored' | undefined;
}

export interface JoinedEvidence {
  /** Undefined for a model with metric values only. */
  readonly rows: ComparedRows | undefined;
  readonly champion: JoinedOpponent | undefined;
  readonly anchor: JoinedOpponent | undefined;
  /** The challenger against an anchor that is not the champion; joined where a rule asks, for it costs as much again. */
  readonly joinAnchor: () => ComparedRows | undefined;
}

/** @throws DataError as `joinRows`. */
export function joinEvidence(
  config: Pick<EvaluatingConfig, 'task' | 'predictions'> &
    Partial<Pick<EvaluatingConfig, 'slices' | 'columns' | 'decimal'>>,
  evidence: TableEvidence,
): JoinedEvidence {
  const { champion, anchor } = evidence;
  const isOther = anchor !== undefined && anchor.tag !== champion?.tag;
  return {
    rows: join(config, evidence, champion),
    champion: champion && withoutTables(champion),
    anchor: anchor && withoutTables(anchor),
    // Without another anchor nothing here may hold the tables.
    joinAnchor: isOther ? () => join(config, evidence, anchor) : nothing,
  };
}

function nothing(): undefined {
  return undefined;
}

function withoutTables({ predictions, ...evidence }: ChampionEvidence): JoinedOpponent {
  const { version, tag, modelDigest, registered, metrics, parameters, trainingCount } = evidence;
  const { modelSizeBytes, scoredRows, reads, sideEffects } = evidence;
  return {
    ...{ version, tag, modelDigest, registered, metrics, parameters, trainingCount },
    ...{ modelSizeBytes, scoredRows, reads, sideEffects },
    source: predictions?.source,
  };
}

function join(
  config: Parameters<typeof joinEvidence>[0],
  evidence: TableEvidence,
  opponent: ChampionEvidence | undefined,
): ComparedRows | undefined {
  try {
    return joinTables(config, evidence, opponent);
  } catch (error) {
    const { challenger } = evidence;
    if (!(error instanceof DataError) || challenger === undefined) throw error;
    throw withOtherFaults(error, challenger, { columns: {}, decimal: undefined, ...config });
  }
}

function joinTables(
  { task: name, predictions: columns, slices }: Parameters<typeof joinEvidence>[0],
  { challenger, labels, others }: TableEvidence,
  opponent: ChampionEvidence | undefined,
): ComparedRows | undefined {
  if (challenger === undefined) return undefined;
  if (columns === undefined || name === 'metrics') {
    throw new DataError(
      'DATA_INVALID',
      'predictions: expected a task and columns in the configuration, got none',
      { hint: 'add `task` and `predictions` to the model in the configuration' },
    );
  }
  const scored = opponent?.predictions;
  return joinRows({
    task: taskOf(name),
    ...{ columns, slices, challenger, others },
    champion: scored && { table: scored.table, mustMatch: scored.source === 'scored' },
    stored: opponent?.stored,
    labels,
  });
}

/** What `model.json` says that the challenger answered: the digest of the rows, and that of its predictions. */
export function digestChallengerAnswers(
  config: Pick<EvaluatingConfig, 'task'>,
  rows: ComparedRows | undefined,
): RegisteredAnswers['answers'] {
  return rows && { [rows.digest]: digestAnswers(config, rows, rows.challenger) };
}

/** @param answers of the challenger or of the champion, to the rows. */
export function digestAnswers(
  { task }: Pick<EvaluatingConfig, 'task'>,
  { ids, codes }: ComparedRows,
  answers: Answers,
): string {
  return answersDigest(ids, answers, { task: taskOf(task), codes });
}
