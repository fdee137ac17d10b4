/**
 * The rows of an evaluation: challenger, champion and labels joined by id, in bytewise order of the ids, so
 * that nothing depends on the order of a file.
 */
import type { SlicesConfig } from '../config/slices-section.ts';
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import { countSeries, SCALE, type SeriesCounts } from '../metrics/forecast-series.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import { thresholdFor } from '../metrics/threshold.ts';
import { listDistinct, type Answers, type LabelCodes, type Task } from '../metrics/tasks/task.ts';
import { findColumn, type Table } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { countResponses, groupCases, type ResponseCounts } from './count-responses.ts';
import { EVALUATOR_COLUMN, gatherCases } from './gather-cases.ts';
import { matchRows, sortIds } from './match-rows.ts';
import { groupRowsOf, readRoleColumns, readLabels, readWeights, type OrderedTable } from './row-columns.ts';
import { requireSameValues, type ValuesOfRows } from './same-rows.ts';
import { takeAnswers } from './answers-digest.ts';
import { findOtherLabel, otherLabel, type OtherLabel } from './other-label.ts';
import { alignTraining, nameTraining, type OtherPredictions, type Truth } from './align-training.ts';
import { hintOfIds, labelColumn, readIds } from './predictions.ts';
import { NO_CLASSES, readPredictions } from './predicted-rows.ts';
import { hasGrouping } from './read-groups.ts';
import { checkUnits } from './unit-rows.ts';
import { chooseSlices, requireSlicesOfCases } from './choose-slices.ts';
import { requireSameSlices, type SliceColumn } from './read-slices.ts';
import { nameLabel, rowsDigest } from './rows-digest.ts';
import { requireMatchingClasses } from './matching-classes.ts';
import { leaveOutWeightless } from './weightless-rows.ts';

export interface ComparedRows {
  readonly digest: string;
  /** In bytewise order, as all that follows. */
  readonly ids: Texts;
  readonly count: number;
  readonly labels: 'predictions' | 'separate';
  /** The names of the classes; none where labels are numbers. */
  readonly codes: LabelCodes;
  /** Undefined where the labels differ, and where they are no truth but evaluators. */
  readonly equalLabels: EqualLabels | undefined;
  readonly challenger: ScoredRows;
  /** Undefined when there is none, or when the stored predictions are for other rows. */
  readonly champion: ScoredRows | undefined;
  /** The challenger's trainings with other seeds; none for one training. */
  readonly others: readonly { readonly seed: number; readonly scored: ScoredRows }[];
  /** Scores that the champion's release stores; undefined unless they are for these very rows. */
  readonly stored: Answers | undefined;
  /** Of the units that rows are measured in, where there are some. */
  readonly units:
    | { readonly column: string; readonly count: number; readonly leftOutCount: number }
    | undefined;
  /** Of the series that are forecast; undefined for other tasks. */
  readonly series: SeriesCounts | undefined;
  readonly grouping: Grouping;
  /** Where the column of the groups stood. */
  readonly groupSource: 'predictions' | 'labels';
  /** Of `slices` of the configuration; none without it. */
  readonly slices: readonly SliceColumn[];
  /** Where their columns stood. */
  readonly sliceSource: 'predictions' | 'labels';
  /** The responses to the cases; undefined where rows are no cases. */
  readonly responses: ResponseCounts | undefined;
  /** Rows that do not count, because their weight is 0: they are none of the others. */
  readonly weightlessRowCount: number;
  /** Who measured the responses to one of the cases, where the champion's were measured by another one. */
  readonly otherEvaluator: OtherEvaluator | undefined;
}

export interface OtherEvaluator {
  readonly challenger: string;
  readonly champion: string;
}

/** All labels are one: a constant prediction is perfect, whatever the metric. */
export interface EqualLabels {
  readonly label: string;
  readonly rows: number;
}

export interface JoinRequest {
  readonly task: Task;
  readonly columns: PredictionsConfig;
  readonly slices?: SlicesConfig | undefined;
  readonly challenger: Table;
  readonly others?: readonly OtherPredictions[] | undefined;
  /** `mustMatch`: scored in the same run, so other rows are an error; stored predictions may simply be for other rows. */
  readonly champion: { readonly table: Table; readonly mustMatch: boolean } | undefined;
  /** Predictions of the champion in its release, beside those that it was scored with now. */
  readonly stored?: Table | undefined;
  /** Labels from where training cannot reach; they then say which rows there are. */
  readonly labels: Table | undefined;
}

const CHALLENGER = 'predictions of the challenger';
const CHAMPION = 'predictions of the champion';
const LABELS = 'labels';
/** Of a label that a document repeats. */
const LONGEST_LABEL = 80;

/** @throws DataError when ids do not match, repeat, or a value is missing or impossible. */
export function joinRows(original: JoinRequest): ComparedRows {
  const request = gatherResponses(original);
  const { task, columns, labels: separate } = request;
  const codes = encodeClasses(request);
  const predicted = readPredictions(request.challenger, request, {
    codes,
    where: CHALLENGER,
    requiredClasses: classesOfLabels(request, codes),
    mayLackColumns: false,
  });
  const order = sortIds(predicted.ids, CHALLENGER, hintOfIds(columns));
  const ids = predicted.ids.inOrder(order);
  const predictions: OrderedTable = { table: request.challenger, where: CHALLENGER, rows: order };
  const truth: OrderedTable =
    separate === undefined
      ? predictions
      : { table: separate, where: LABELS, rows: alignLabels(separate, columns, ids) };
  const labels = readLabels(task, truth, { columns, codes });
  const answers = takeAnswers(predicted.answers, order);
  if (task.scoresAreClasses === true)
    requireMatchingClasses({ labels, predicted: answers.scores, codes }, CHALLENGER);
  const weights = readWeights(columns, [truth, predictions]);
  const { grouping, groupSource, groupedTable } = chooseGroups(request, { truth, predictions });
  const rowNumbers = readRoleColumns(task, truth, { columns, labels });
  if (task.unit !== undefined) checkUnits(task.unit, columns, { grouping, byRole: rowNumbers, weights });
  const { slices, sliceSource } = chooseSlices(request, { truth, predictions }, rowNumbers);
  const scored = (given: Answers): ScoredRows =>
    scoreRows(given, columns, { labels, byRole: rowNumbers, weights, classes: codes });
  const scales = rowNumbers?.get(SCALE);
  const ofRows = askedOfPredictions({ ids, weights, scales, grouping, groupedTable }, request, groupSource);
  const askedSlices = sliceSource === 'labels' ? [] : slices;
  const truthOfRows = { labels, codes, ids, ofRows, order, slices: askedSlices };
  const { otherEvaluator, ...models } = alignModels(request, truthOfRows, scored);
  const joined = leaveOutWeightless({ ids, challenger: scored(answers), ...models, grouping, slices });
  return {
    ...describeJoined(request, joined, codes),
    ...{ codes, groupSource, sliceSource, otherEvaluator },
    labels: separate === undefined ? 'predictions' : 'separate',
  };
}

type Described = Omit<ComparedRows, 'codes' | 'labels' | 'groupSource' | 'sliceSource' | 'otherEvaluator'>;

/** What follows from the rows that count. */
function describeJoined(
  { task, columns }: JoinRequest,
  joined: ReturnType<typeof leaveOutWeightless>,
  codes: LabelCodes,
): Described {
  const { ids, challenger, champion, grouping } = joined;
  const { labels, weights, byRole } = challenger;
  return {
    ...joined,
    digest: rowsDigest({ ids, labels, codes, weights, scales: byRole?.get(SCALE) }),
    count: ids.count,
    equalLabels: task.hasCases === true ? undefined : findEqualLabels(labels, codes),
    series: countSeries(challenger),
    units: task.unit && { column: task.unit.column(columns), ...task.unit.count(challenger) },
    grouping:
      task.hasCases === true && grouping.isByRow
        ? groupCases(ids, [challenger, champion], columns)
        : grouping,
    responses: task.hasCases === true ? countResponses(challenger, columns) : undefined,
  };
}

/** All other models than the challenger, on its rows. */
function alignModels(
  request: JoinRequest,
  truth: Truth,
  scored: (answers: Answers) => ScoredRows,
): Pick<ComparedRows, 'champion' | 'others' | 'stored' | 'otherEvaluator'> {
  const { answers, otherEvaluator } = alignChampion(request.champion, request, truth);
  return {
    champion: answers && scored(answers),
    others: (request.others ?? []).map((training) => ({
      seed: training.seed,
      scored: scored(alignTraining(training, request, truth)),
    })),
    stored: alignStored(request, truth),
    otherEvaluator,
  };
}

/** Predictions may not invent groups: those of the labels count where the labels have them. */
function chooseGroups(
  { labels, columns }: JoinRequest,
  { truth, predictions }: { readonly truth: OrderedTable; readonly predictions: OrderedTable },
): Pick<ComparedRows, 'grouping' | 'groupSource'> & Pick<ValuesOfRows, 'groupedTable'> {
  const isOfLabels = labels !== undefined && hasGrouping(truth.table, columns);
  const groupedTable = isOfLabels ? truth : predictions;
  return {
    groupSource: isOfLabels ? 'labels' : 'predictions',
    grouping: groupRowsOf(groupedTable, columns),
    groupedTable,
  };
}

/** What the labels say of the rows is not asked of the predictions. */
function askedOfPredictions(
  values: ValuesOfRows,
  { labels }: JoinRequest,
  groupSource: ComparedRows['groupSource'],
): ValuesOfRows {
  return {
    ...values,
    ...(labels !== undefined && { scales: undefined }),
    ...(groupSource === 'labels' && { grouping: undefined }),
  };
}

interface RowValues {
  readonly labels: Float64Array;
  readonly weights: ScoredRows['weights'];
  readonly byRole: ScoredRows['byRole'] | undefined;
  readonly classes: LabelCodes;
}

function scoreRows(
  answers: Answers,
  { threshold, costs }: PredictionsConfig,
  { labels, weights, byRole, classes }: RowValues,
): ScoredRows {
  return {
    ...{ ...answers, labels },
    ...(byRole !== undefined && { byRole }),
    threshold: thresholdFor(answers.scores, threshold),
    ...(classes.length > 0 && { classes }),
    ...(weights !== undefined && { weights }),
    ...(costs !== undefined && { costs }),
  };
}

/** Tables of responses as tables of cases, with the evaluator in place of a label; other tasks as they are. */
function gatherResponses(request: JoinRequest): JoinRequest {
  const { task, columns, challenger, champion, stored, labels, slices } = request;
  if (task.hasCases !== true) return request;
  if (labels !== undefined) {
    throw new DataError('DATA_INVALID', `${LABELS}: expected no file for the task ${task.name}, got one`, {
      hint: 'what is measured of a response is its score: leave the input `labels` out',
    });
  }
  if (slices !== undefined) requireSlicesOfCases(slices, { table: challenger, where: CHALLENGER, columns });
  const gather = (table: Table, where: string): Table =>
    gatherCases({ table, where, columns, mayLackColumns: where === CHAMPION });
  return {
    ...request,
    columns: { ...columns, label: EVALUATOR_COLUMN },
    challenger: gather(challenger, CHALLENGER),
    champion: champion && { ...champion, table: gather(champion.table, CHAMPION) },
    others: request.others?.map((other) => ({ ...other, table: gather(other.table, nameTraining(other)) })),
    stored: stored && undefinedIfInvalid(() => gather(stored, CHAMPION)),
  };
}

function findEqualLabels(labels: Float64Array, codes: LabelCodes): EqualLabels | undefined {
  const [first] = labels;
  if (labels.some((label) => label !== first)) return undefined;
  return { label: nameLabel(first, codes).slice(0, LONGEST_LABEL), rows: labels.length };
}

/** @returns the row of each id, in the order of the ids. */
function alignLabels(labels: Table, columns: PredictionsConfig, ids: Texts): Int32Array {
  const labelIds = readIds(labels, columns, LABELS);
  const sorted = sortIds(labelIds, LABELS);
  // The labels say which rows there are: a prediction that is missing is the challenger's fault.
  matchRows(labelIds.inOrder(sorted), ids, { where: CHALLENGER, reference: 'the labels' });
  return sorted;
}

function alignChampion(
  champion: JoinRequest['champion'],
  request: JoinRequest,
  truth: Truth,
): AlignedChampion {
  if (champion === undefined) return NOT_ALIGNED;
  const { ids, codes } = truth;
  try {
    const predicted = readPredictions(champion.table, request, {
      ...{ codes, where: CHAMPION },
      mayLackColumns: true,
    });
    const rows = matchRows(ids, predicted.ids, {
      where: CHAMPION,
      reference: CHALLENGER,
      likelyRows: truth.order,
    });
    const answers = takeAnswers(predicted.answers, rows);
    if (request.task.scoresAreClasses === true)
      requireMatchingClasses({ ...truth, predicted: answers.scores }, CHAMPION);
    const source: OrderedTable = { table: champion.table, where: CHAMPION, rows };
    const other = request.labels === undefined ? findOtherLabel(source, request, truth) : undefined;
    if (other === undefined) requireSameValues(source, truth.ofRows, request.columns);
    if (other === undefined) requireSameSlices(truth.slices, source, ids);
    if (other === undefined) return { answers, otherEvaluator: undefined };
    if (request.task.hasCases === true)
      return { answers: undefined, otherEvaluator: describeEvaluators(other) };
    throw otherLabel(other, CHAMPION);
  } catch (error) {
    // Stored predictions of a time with other columns, classes or rows are nothing to compare with.
    if (error instanceof DataError && !champion.mustMatch) return NOT_ALIGNED;
    throw error;
  }
}

interface AlignedChampion {
  /** Undefined when there is none, or when the stored predictions are for other rows. */
  readonly answers: Answers | undefined;
  readonly otherEvaluator: OtherEvaluator | undefined;
}

const NOT_ALIGNED: AlignedChampion = { answers: undefined, otherEvaluator: undefined };

function describeEvaluators({ expected, got }: OtherLabel): OtherEvaluator {
  return { challenger: expected.slice(0, LONGEST_LABEL), champion: got.slice(0, LONGEST_LABEL) };
}

function alignStored(request: JoinRequest, truth: Truth): Answers | undefined {
  const { stored } = request;
  return stored && alignChampion({ table: stored, mustMatch: false }, request, truth).answers;
}

function undefinedIfInvalid<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

/** One code a class over all tables that name classes, so that a class means the same in each of them. */
function encodeClasses(request: JoinRequest): LabelCodes {
  const { task, columns, challenger, champion, stored, labels, others = [] } = request;
  const label = labelColumn(columns);
  const scored = champion?.mustMatch === true ? champion.table : undefined;
  const truth =
    labels === undefined ? { table: challenger, where: CHALLENGER } : { table: labels, where: LABELS };
  const sources = [
    truth,
    // Stored predictions may be of a time when the labels had other classes: then they are for other rows.
    ...(scored === undefined || label === undefined || findColumn(scored, label) === undefined
      ? []
      : [{ table: scored, where: CHAMPION }]),
  ];
  const anyAnswers = { columns, requiredClasses: NO_CLASSES, mayLackColumns: true };
  const answers = [
    { table: challenger, where: CHALLENGER, ...anyAnswers },
    ...others.map((other) => ({ table: other.table, where: nameTraining(other), ...anyAnswers })),
    ...[champion?.table, stored].flatMap((table) =>
      table === undefined ? [] : [{ table, where: CHAMPION, ...anyAnswers }],
    ),
  ];
  return task.encodeClasses({
    labels: label === undefined ? [] : sources.map((source) => ({ ...source, name: label })),
    answers,
    columns,
  });
}

/** Those that have a label, as the codes spell them; none for a task whose predictions are numbers. */
function classesOfLabels(
  { task, columns, challenger, labels }: JoinRequest,
  codes: LabelCodes,
): ReadonlySet<string> {
  const name = labelColumn(columns);
  if (task.scoresAreClasses !== true || name === undefined) return NO_CLASSES;
  const truth =
    labels === undefined ? { table: challenger, where: CHALLENGER } : { table: labels, where: LABELS };
  const known = new Map(codes.map((className) => [className, true]));
  return new Set(listDistinct([{ ...truth, name }]).map((text) => task.spellClass?.(text, known) ?? text));
}
