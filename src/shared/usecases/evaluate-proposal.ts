/**
 * From the files of the evidence to its evaluation, by one or two configurations: reads the tables, joins their rows and
 * calls `evaluateRows`. Evaluate and register both use it, so that the same evidence gives the same document.
 */
import { agreeOnDays, openDayColumns } from '../domain/evaluation/agree-on-days.ts';
import { evaluateRows } from '../domain/evaluation/compute-evaluation.ts';
import { requireReachableGate } from '../domain/evaluation/rule-range.ts';
import {
  joinEvidence,
  type ChampionEvidence,
  type JoinedEvidence,
  type TableEvidence,
} from '../domain/evaluation/joined-evidence.ts';
import type { OtherPredictions } from '../domain/evaluation/align-training.ts';
import { rankChallengers, type EvaluatedChallenger } from '../domain/evaluation/rank-challengers.ts';
import { hideDigits } from '../domain/evaluation/hide-digits.ts';
import { challengerCount, plannedLooks } from '../domain/evaluation/looks-plan.ts';
import { createOwnRuleTest } from '../domain/evaluation/own-rules.ts';
import { tableAnswersDigest } from '../domain/evaluation/answers-digest.ts';
import type { ModelConfig } from '../domain/config/config.ts';
import type { ModelVersion } from '../domain/documents/model.ts';
import { predictionOptions } from '../domain/evaluation/predictions.ts';
import {
  combineEvaluations,
  withChanges,
  type ChangedKeys,
} from '../domain/evaluation/combine-evaluations.ts';
import {
  columnsDigest,
  evaluatesTheSame,
  gateConfigDigest,
  gateRules,
  type SelectedModel,
} from '../domain/config/select-model.ts';
import type { Evaluation, GateName } from '../domain/documents/evaluation.ts';
import type { OutputRole, Run } from '../domain/documents/run.ts';
import { documentDigest } from '../domain/kernel/digest.ts';
import { DataError, InputError } from '../domain/kernel/errors.ts';
import type { ResolvedStage } from '../domain/registry/resolve-stage.ts';
import { shareColumns } from '../domain/table/share-columns.ts';
import { describeReading, summarizeReading } from '../domain/table/reading-notes.ts';
import { keepColumns, withoutColumns, type Table } from '../domain/table/table.ts';
import type { Releases, Tags } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import type { Files, Scratch, Tables } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { downloadFiles, fetchRun, fetchVersion, type ReleasedVersion } from './released-version.ts';

export interface EvaluateEvidencePorts {
  readonly tables: Tables;
  readonly log: Pick<Log, 'info' | 'warning'>;
  readonly releases: Releases;
  readonly tags: Pick<Tags, 'get'>;
  readonly scratch: Scratch;
  /** The checkout, which holds labels that training cannot reach. */
  readonly workspace: Files;
}

/** The evidence of one training. */
export interface EvidenceToRead {
  readonly run: Run;
  /** The files that `run` names. */
  readonly files: Files;
  /** The input `labels`, which overrides `predictions.labels` of the configuration. */
  readonly labels: string | undefined;
}

/** A version that the challenger is compared with; undefined where there is none. */
export type Opponent =
  | (Pick<ResolvedStage, 'version' | 'tag'> & {
      readonly message?: string | undefined;
      /** Where its release was read before. */
      readonly released?: ReleasedVersion;
    })
  | undefined;

/** The evidence of one run. */
export interface EvidenceReader {
  readonly run: Run;
  /** The rows as a model's configuration reads them. @throws DataError for tables that cannot be read or joined. */
  readonly read: (model: SelectedModel, opponents: Opponents) => Promise<ReadEvidence>;
}

export interface ReadEvidence extends JoinedEvidence {
  /** What was read in a way that could be another, without cells. */
  readonly readingNotes: readonly string[];
}

/** The versions that the challenger is compared with. */
export interface Opponents {
  /** The version that was assigned to the stage last. */
  readonly champion: Opponent;
  /** Undefined where no rule compares with the anchor. */
  readonly anchor: Opponent;
}

/** Reads each table, and the release of each champion, and joins them once for all configurations with the same columns. */
export function createEvidenceReader(ports: EvaluateEvidencePorts, evidence: EvidenceToRead): EvidenceReader {
  const known = new Map<string, Promise<ReadEvidence>>();
  return {
    run: evidence.run,
    read: (model, opponents) => {
      const { champion, anchor } = opponents;
      const key = `${columnsDigest(model)} ${champion?.tag ?? ''} ${anchor?.tag ?? ''}`;
      const reading = known.get(key) ?? readAndJoin(ports, { ...evidence, model, opponents });
      known.set(key, reading);
      return reading;
    },
  };
}

/** The one of the run that an evaluation is about. */
export function requireReader(
  readers: readonly EvidenceReader[],
  { run }: Pick<Evaluation, 'run'>,
): EvidenceReader {
  const found = readers.find((reader) => documentDigest(reader.run) === run);
  if (found === undefined)
    throw new RangeError(`evaluation of ${run}: expected evidence of this run, got none`);
  return found;
}

/** The configurations that evaluate a pull request. */
export interface Configurations {
  /** The protected one: that of the base branch. */
  readonly base: SelectedModel;
  /** That of the pull request. */
  readonly head: SelectedModel;
  /** Undefined when the pull request changes no protected key. */
  readonly changed: ChangedKeys | undefined;
  /** By whose `report` and `looks` the evaluation is shown, where it is not by those of `base`. */
  readonly shownBy?: ModelConfig | undefined;
}

export interface EvaluateProposalRequest {
  readonly configurations: Configurations;
  readonly gate: GateName;
  readonly opponents: Opponents;
  /** Digest of the run of the challenger that the document shall be about; undefined for the best one. */
  readonly about?: string;
}

/**
 * By the configuration of the base, and by that of the pull request where they differ. The base says what is shown.
 * @param readers of each challenger of the run: the document is about the best of them. @throws DataError
 */
export async function evaluateProposal(
  readers: readonly EvidenceReader[],
  request: EvaluateProposalRequest,
): Promise<Evaluation> {
  const { gate, configurations } = request;
  const { base, head, shownBy = base.config } = configurations;
  const evaluated = await evaluateEach(readers, request);
  if (shownBy.report !== 'verdict-only') return evaluated;
  const isOwnRule = createOwnRuleTest(gateRules(shownBy, gate), gateRules(head.config, gate));
  return hideDigits(evaluated, isOwnRule);
}

async function evaluateEach(
  readers: readonly EvidenceReader[],
  { about, ...request }: EvaluateProposalRequest,
): Promise<Evaluation> {
  const evaluated: EvaluatedChallenger[] = [];
  for (const reader of readers)
    evaluated.push({ name: reader.run.challenger?.name, ...(await evaluateInFull(reader, request)) });
  return rankChallengers(evaluated, about);
}

async function evaluateInFull(
  reader: EvidenceReader,
  { configurations, gate, opponents }: EvaluateProposalRequest,
): Promise<SourcedEvaluation> {
  const { base, head, changed } = configurations;
  const evaluateBy: EvaluateBy = async (model) => {
    // Before tables of millions of rows are joined.
    requireReachableGate(model.config, gate);
    const evidence = await reader.read(model, opponents);
    const asked = { model: model.name, config: model.config, gate, run: reader.run };
    const source = { rows: evidence.rows, columns: model.config.predictions };
    return { evaluation: evaluateRows({ ...evidence, ...asked }), source };
  };
  const own = await evaluateOwn(configurations, gate, evaluateBy);
  const { evaluation, source } = own;
  if (changed === undefined) return own;
  if (evaluatesTheSame(base, head, gate))
    return { evaluation: withChanges(evaluation, changed, 'base'), source };
  const byBase = await attempt(() => evaluateBy(base));
  if (byBase.ok)
    return {
      evaluation: combineEvaluations(byBase.value.evaluation, evaluation, changed),
      source: byBase.value.source,
    };
  // The evidence was made for another configuration: the pull request needs a review instead.
  if (byBase.error instanceof DataError || byBase.error instanceof InputError)
    return { evaluation: withChanges(evaluation, changed, 'head'), source };
  throw byBase.error;
}

type SourcedEvaluation = Pick<EvaluatedChallenger, 'evaluation' | 'source'>;
type EvaluateBy = (model: SelectedModel) => Promise<SourcedEvaluation>;

/** Where digits are hidden, the pull request's own rules are decided on intervals that are no narrower than the base plans. */
async function evaluateOwn(
  { base, head, shownBy }: Configurations,
  gate: GateName,
  evaluateBy: EvaluateBy,
): Promise<SourcedEvaluation> {
  const shown = shownBy ?? base.config;
  const isPlanned = shown.report === 'verdict-only' || shownBy !== undefined;
  const planned = isPlanned ? planNoNarrower(head.config, shown) : head.config;
  if (planned === head.config) return await evaluateBy(head);
  const { evaluation, source } = await evaluateBy({ ...head, config: planned });
  // The document names the configuration as it is written.
  return {
    evaluation: { ...evaluation, gate: { name: gate, sha256: gateConfigDigest(head, gate) } },
    source,
  };
}

/** @returns the configuration with the looks and the challengers of the other one, where that has more of them. */
function planNoNarrower(config: ModelConfig, other: ModelConfig): ModelConfig {
  const hasMoreLooks = (plannedLooks(other) ?? 1) > (plannedLooks(config) ?? 1);
  const hasMoreChallengers = challengerCount(other, undefined) > challengerCount(config, undefined);
  if (!hasMoreLooks && !hasMoreChallengers) return config;
  const { train = other.train } = config;
  const among = hasMoreChallengers && train && { ...train, challengers: other.train?.challengers };
  return { ...config, ...(hasMoreLooks && { looks: other.looks }), ...(among && { train: among }) };
}

interface ReadRequest extends EvidenceToRead {
  readonly model: SelectedModel;
  readonly opponents: Opponents;
}

/** Only the rows are kept, not the tables. */
async function readAndJoin(ports: EvaluateEvidencePorts, request: ReadRequest): Promise<ReadEvidence> {
  const readingNotes: string[] = [];
  const intent = { levels: request.model.config.slices?.columns };
  const describe = (table: Table, where: string): void => {
    for (const note of describeReading(table, where, intent)) ports.log.warning(note);
    readingNotes.push(...summarizeReading(table, where, intent));
  };
  const open: { readonly name: string; readonly describeColumn: () => void }[] = [];
  const read = await readEvidence(ports, request, (table, where) => {
    const names = openDayColumns(table);
    describe(withoutColumns(table, names), where);
    for (const name of names) {
      const alone = { ...keepColumns(table, [name]), leftOut: [] };
      open.push({ name, describeColumn: () => describe(alone, where) });
    }
  });
  const { evidence, agreed } = agreeOnDays(read, request.model.config.predictions);
  for (const { name, describeColumn } of open) if (!agreed.has(name)) describeColumn();
  const joined = joinEvidence(request.model.config, evidence);
  const count = joined.rows?.count ?? 0;
  if (count >= MANY_ROWS) ports.log.info(`${count} rows are joined; their metrics are computed next`);
  return { ...joined, readingNotes };
}

/** From so many on, a minute may pass until the verdict. */
const MANY_ROWS = 1_000_000;

/** The tables, and what the champion's release says. */
async function readEvidence(
  ports: EvaluateEvidencePorts,
  request: ReadRequest,
  note: (table: Table, where: string) => void,
): Promise<TableEvidence> {
  const { model, run, opponents } = request;
  const { anchor } = opponents;
  const isAnchor = anchor !== undefined && anchor.tag === opponents.champion?.tag;
  const opponent = isAnchor ? { ...opponents.champion, ...anchor } : opponents.champion;
  const options = predictionOptions(model.config);
  const readAlone: ReadTable = async (files, path) => {
    if (path === undefined || model.config.predictions === undefined) return undefined;
    const table = await ports.tables.read(files, path, options);
    note(table, path);
    return table;
  };
  const challenger = await readAlone(request.files, outputPath(run, 'predictions-challenger'));
  const read: ReadTable = async (files, path) => {
    const table = await readAlone(files, path);
    return table && challenger ? shareColumns(table, challenger) : table;
  };
  const champion = opponent && (await readVersion(ports, request, { role: 'champion', opponent, read }));
  return {
    challenger,
    others: await readTrainings(run, (path) => read(request.files, path)),
    champion,
    anchor:
      anchor?.tag === champion?.tag
        ? champion
        : anchor && (await readVersion(ports, request, { role: 'anchor', opponent: anchor, read })),
    labels: await readLabels(ports.workspace, labelsPath(request), read),
  };
}

/** The predictions of the trainings with other seeds; the first training is the challenger. */
async function readTrainings(
  { trainings = [], outputs }: Run,
  read: (path: string) => Promise<Table | undefined>,
): Promise<readonly OtherPredictions[]> {
  const others: OtherPredictions[] = [];
  for (const { seed, predictions } of trainings.slice(1)) {
    const output = outputs.find(({ path }) => path === predictions);
    const table = output && (await read(output.path));
    if (table !== undefined) others.push({ seed, table });
  }
  return others;
}

type ReadTable = (files: Files, path: string | undefined) => Promise<Table | undefined>;

interface VersionToRead {
  readonly role: 'champion' | 'anchor';
  readonly opponent: NonNullable<Opponent>;
  readonly read: ReadTable;
}

/** Scored in the same run when the run knew this version, in this role; else what its release stores. */
async function readVersion(
  ports: EvaluateEvidencePorts,
  { model, run, files: evidence }: ReadRequest,
  { role, opponent, read }: VersionToRead,
): Promise<ChampionEvidence> {
  const { releases } = ports;
  const files = await ports.scratch(`${role}-${opponent.version}`);
  const released = opponent.released ?? (await fetchVersion(ports, opponent, files));
  const { modelDigest } = released.document;
  const wasScored = run[role]?.tag === opponent.tag && run[role].modelDigest === modelDigest;
  const scored = wasScored ? await read(evidence, outputPath(run, `predictions-${role}`)) : undefined;
  const { answers, metrics, rowCount } = released.document;
  const roles = isRegistered(model, scored, answers) ? [] : (['predictions'] as const);
  const [predictions] = await downloadFiles(releases, released, { roles, into: files });
  const stored = await read(files, predictions?.path);
  const table = scored ?? stored;
  const own = await fetchRun(releases, released, files);
  return {
    version: opponent.version,
    tag: opponent.tag,
    modelDigest,
    predictions: table && { table, source: scored === undefined ? 'stored' : 'scored' },
    stored: scored === undefined ? undefined : stored,
    registered: { answers, metrics, rowCount },
    metrics: own?.metrics,
    parameters: own?.parameters,
    trainingCount: own?.trainings?.length,
    scoredRows: own?.scored?.data,
    reads: own?.reads,
    sideEffects: own?.sideEffects,
    modelSizeBytes: released.document.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** Whether the release names the digest of these predictions: then the stored ones say nothing more. */
function isRegistered(
  { config }: SelectedModel,
  scored: Table | undefined,
  answers: ModelVersion['answers'],
): boolean {
  if (scored === undefined || answers === undefined || config.predictions === undefined) return false;
  const columns = { task: config.task, columns: config.predictions };
  const digest = tableAnswersDigest(scored, columns, 'predictions of the champion');
  return Object.values(answers).includes(digest);
}

/** @throws InputError for labels that nothing says how to join. */
function labelsPath({ model, labels }: Pick<ReadRequest, 'model' | 'labels'>): string | undefined {
  const { predictions } = model.config;
  if (labels === undefined || predictions !== undefined) return labels ?? predictions?.labels;
  throw new InputError(
    'INPUT_INVALID',
    `input "labels": expected \`predictions\` of ${model.name} in the configuration, got none`,
    { hint: 'labels are joined with predictions by id: name their columns there' },
  );
}

async function readLabels(
  workspace: Files,
  path: string | undefined,
  read: ReadTable,
): Promise<Table | undefined> {
  if (path === undefined) return undefined;
  if (await workspace.exists(path)) return await read(workspace, path);
  throw new InputError('INPUT_INVALID', `labels: expected the file ${path}, got none`, {
    hint: 'fetch it in an earlier step: every job that evaluates needs the labels',
  });
}

function outputPath(run: Run, role: OutputRole): string | undefined {
  return run.outputs.find((output) => output.role === role)?.path;
}
