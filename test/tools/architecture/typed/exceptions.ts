/**
 * What the rules that read types let pass, each with its reason, and what they are about. An entry that no file needs any more is reported, so
 * that the lists only have what is true.
 */

/** Codes that are put together, or are keys of a table. */
export const MADE_OTHERWISE: Readonly<Record<string, string>> = {
  deploy: 'the folder of an action is its name',
  scheduled: 'a status is one of MLflow in lower case',
  finished: 'a status is one of MLflow in lower case',
  killed: 'a status is one of MLflow in lower case',
  'too-few-groups': 'the code of an interval that is none is the reason of a slice',
  ...Object.fromEntries(
    [
      ...['miles-to-kilometers', 'nautical-miles-to-kilometers', 'feet-to-meters', 'inches-to-centimeters'],
      ...['inches-to-millimeters', 'pounds-to-kilograms', 'ounces-to-grams', 'gallons-to-liters', 'times-10'],
      ...['celsius-to-fahrenheit', 'celsius-to-kelvin'],
      ...['days-to-hours', 'hours-to-minutes', 'times-100', 'times-1000', 'times-1024', 'hours-to-seconds'],
      ...['days-to-seconds', 'times-1000000'],
    ].map((conversion) => [conversion, 'unit-change.ts takes the names from the whole list']),
  ),
};

/** For whom a key stands that no code asks for by its name → the keys. */
export const READ_BY_OTHERS: Readonly<Record<string, readonly string[]>> = {
  'code that asks for each of `ruleKinds`': [
    'ruleSchema.at-least',
    'ruleSchema.at-most',
    'ruleSchema.no-slice-worse-by',
  ],
  'whoever asks how a number was made': [
    'findingSchema.test.statistic',
    'findingSchema.measures',
    'findingSchema.measures.kolmogorovSmirnovDistance',
    'findingSchema.measures.meanShiftSd',
    'findingSchema.measures.populationStabilityIndex',
    'findingSchema.measures.jensenShannonDistance',
    'trackingSchema.curves.points.step',
    'checkSchema.reference.rows',
    'checkSchema.reference.days',
    'precisionSchema.method',
    'precisionSchema.error',
    'precisionSchema.groups',
    'precisionSchema.effectiveGroups',
    'performanceProfileSchema.threshold',
    'performanceProfileSchema.rows',
  ],
  'whoever follows a document to what it was made from': [
    'checkSchema.current.path',
    'checkSchema.current.sha256',
    'checkSchema.previousCheck',
    'deploymentSchema.modelDocument',
    'deploymentSchema.stage',
    'deploymentSchema.strategy',
    'deploymentSchema.image',
    'deploymentSchema.previous.imageDigest',
    'imageField.base',
    'imageField.base.reference',
    'imageField.base.digest',
    'envelopeSchema.document.name',
    'envelopeSchema.document.sha256',
    'envelopeSchema.repository',
    'envelopeSchema.run.attempt',
    'envelopeSchema.run.workflow',
    'envelopeSchema.run.event',
    'envelopeSchema.run.ref',
    'envelopeSchema.run.sha',
    'envelopeSchema.actor',
    'runSchema.inputs.gate',
    'runSchema.environment',
    'runSchema.environment.os',
    'runSchema.environment.arch',
    'runSchema.environment.image',
    'versionInStageSchema.version',
    'versionInStageSchema.stage',
    'scoringFailureSchema.code',
    'changesSchema.head.gate',
    'modelSchema.evaluation.verdict',
    'modelSchema.approval.headSha',
    'movedStage.previous',
  ],
  'a function that takes the shape, and not the document': [
    'details.error.error',
    'imageField.repository',
    'imageField.digest',
    'anyEventSchema.event',
    'categoryProfileSchema.days.spans.first',
    'categoryProfileSchema.days.spans.last',
    'categoryProfileSchema.days.spans.rows',
    'timeSchema.hours.firstSecond',
    'timeSchema.hours.lastSecond',
  ],
};

/** Who names the values that a text is compared with → file → the values, or the constant or the pattern that lists them. */
export const NAMED_BY_OTHERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  GitHub: {
    'src/shared/domain/kernel/trigger.ts': [
      ...['pull_request', 'merge_group', 'push', 'schedule', 'workflow_dispatch'],
      ...['pull_request_target', 'issue_comment', 'workflow_run'],
    ],
    'src/shared/domain/rollout/check-kept-event.ts': ['pull_request_target'],
    'src/shared/domain/supply-chain/evidence-runs.ts': ['pull_request'],
    'actions/evaluate/steps/subject.ts': ['pull_request', 'pull_request_target', 'workflow_run'],
    'actions/register/steps/subject.ts': ['push', 'workflow_dispatch', 'schedule', 'pull_request'],
    'src/shared/domain/registry/own-draft.ts': ['uploaded'],
    'src/shared/domain/supply-chain/unrelated-workflow.ts': ['HARMLESS_WRITES'],
    'src/shared/domain/supply-chain/job-commands.ts': ['docker://'],
    'src/shared/domain/supply-chain/source-addresses.ts': ['ofRepository'],
    'src/shared/domain/setup/check-names.ts': ['EVENTS', 'PERMISSIONS'],
  },
  'people, who give labels to issues': {
    'actions/monitor/steps/plan-issue.ts': ['snoozed'],
  },
  'the author of the configuration, who may also name a column': {
    'src/shared/domain/': ['day', 'week'],
  },
  'the configuration, whose keys are its schema': {
    'src/shared/domain/config/protected-keys.ts': ['paths'],
    'src/shared/domain/supply-chain/merged-changes.ts': ['paths', 'data'],
    'src/shared/domain/report/reasons.ts': ['stage'],
    'src/shared/domain/report/protected-changes.ts': ['publish-predictions'],
    'src/shared/domain/config/config-issue.ts': ['OTHER_NAMES'],
  },
  'package managers and task runners, whose files are compared': {
    'src/shared/domain/supply-chain/running-parts.ts': ['RUNNING'],
  },
  'MLflow, whose clients call train and whose folders are read': {
    'src/shared/domain/interop/tracking/': [
      ...['NaN', 'FAILED', 'KILLED', 'AND', 'NOT', 'IS', 'IN', 'LIKE', 'ILIKE', 'DESC'],
      ...['ALL', 'DELETED_ONLY', 'false', 'GET'],
    ],
    'src/shared/domain/report/tracking-text.ts': ['mlflow'],
    'src/shared/domain/report/model-format-text.ts': ['mlflow'],
    'src/shared/domain/interop/mlmodel.ts': ['tensor', 'array', 'map', 'object'],
    'src/shared/domain/interop/tracking/search-filter.ts': ['KINDS'],
    'src/shared/domain/interop/signature-contract.ts': ['TYPES'],
    'src/shared/domain/signature/input-type.ts': ['object<', 'map<'],
    'actions/train/steps/collect-metric-folder.ts': ['/metrics/'],
    'src/shared/domain/setup/find-outputs.ts': ['mlruns'],
    'actions/train/steps/describe-model-format.ts': ['MLmodel'],
  },
  'Great Expectations, whose suites are read': {
    'src/shared/domain/interop/expectation-suite.ts': ['COLUMN_STATEMENTS', 'TABLE_STATEMENTS'],
  },
  'whoever writes a table or a file of metrics: words of a cell, names of columns and keys': {
    'src/shared/domain/table/infer-kind.ts': [
      ...[
        'UNKNOWN_WORDS',
        'MISSING_WORDS',
        'TRUE_WORDS',
        'FALSE_WORDS',
        'MORE_TRUE_WORDS',
        'MORE_FALSE_WORDS',
        'FULL_WORDS',
      ],
    ],
    'src/shared/domain/table/time-words.ts': ['ZONE_HOURS'],
    'src/shared/domain/table/counted-times.ts': ['NAMES_OF_TIMES'],
    'src/shared/domain/table/text-without-rows.ts': ['ERROR_KEYS', 'BESIDE_ERRORS'],
    'src/shared/domain/table/json-frames.ts': ['SPLIT_KEYS', 'WRAPPERS'],
    'src/shared/domain/contract/value-demands.ts': ['/^(?:true|false|yes|no|0|1)$/i'],
    'src/shared/domain/metrics/class-spelling.ts': ['BOOLEAN', 'OTHER_SPELLING'],
    'src/shared/domain/interop/measurement-rows.ts': ['TAG_KEYS'],
    'src/shared/domain/setup/find-prompt-evaluation.ts': ['NO_METRICS'],
  },
  'the authors of programs, of which the names of some are known': {
    'src/shared/domain/supply-chain/command-files.ts': ['filesOfProgram'],
    'src/shared/domain/supply-chain/program-files.ts': ['byProgram'],
    'src/shared/domain/supply-chain/own-packages.ts': ['LOCKS'],
    'src/shared/domain/supply-chain/package-sources.ts': ['url', 'bugs'],
    'src/shared/domain/supply-chain/install-commands.ts': [
      ...['SENDERS', 'TAKES_NAME', 'SHORT_REF_OPTION'],
      ...['gh', 'api', 'pr', 'checkout', 'repo', 'clone'],
    ],
    'src/shared/domain/setup/find-environment.ts': ['TOOLS'],
    'src/shared/domain/setup/propose-score.ts': ['loaders', '/^(pkl|pickle)$/'],
  },
  'whoever names the files and folders of a repository': {
    'src/shared/domain/setup/find-environment.ts': ['train'],
    'src/shared/domain/setup/propose-prompts.ts': ['model/'],
  },
  'DVC, whose files are read': {
    'src/shared/domain/report/pipeline-text.ts': ['dvc'],
    'src/shared/domain/interop/dvc-remote.ts': ['core'],
    'src/shared/domain/setup/find-data.ts': ['.dvc'],
    'actions/train/steps/input-contents.ts': ['.dvc'],
  },
  'the language, or a specification of files, tags and images': {
    'src/shared/domain/kernel/image-reference.ts': ['localhost'],
    'src/shared/domain/registry/tag-name.ts': ['created'],
    'src/shared/domain/config/config-issue.ts': ['string'],
    'src/shared/domain/documents/schema-problems.ts': ['string', 'array', 'typeWords'],
    'src/shared/domain/config/serving-options.ts': ['scratch'],
    'src/shared/domain/documents/parse-document.ts': ['schema'],
    'src/shared/domain/kernel/strict-json.ts': ['LITERALS', 'NOT_FINITE'],
    'src/shared/domain/evaluation/predictions.ts': ['UTC'],
    'src/shared/domain/monitoring/': ['UTC'],
    'src/shared/domain/monitoring/propose-contract.ts': ['/^(?:y|n|yes|no|on|off|true|false|null)$/i'],
    'src/shared/domain/interop/python-scalar.ts': [
      '/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/',
      '/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/',
    ],
    'src/shared/domain/report/html/markdown-inline.ts': ['ENTITY_TEXT', 'TAGS'],
    'src/shared/domain/model-files/formats/safetensors.ts': ['BITS'],
    'src/shared/domain/table/': ['true', 'false', 'NaN', 'UTC'],
    'src/shared/domain/table/json-frames.ts': ['index'],
    'src/shared/domain/interop/inspect-log.ts': ['success', 'id', 'MODEL_GRADED'],
    'src/shared/domain/interop/measurement-layouts.ts': ['none'],
    'src/shared/domain/interop/measurement-file.ts': [
      ...['json', 'jsonl', 'ndjson', 'yaml', 'yml', 'toml', 'csv', 'tsv'],
    ],
    'src/shared/usecases/attempt.ts': ['AbortError'],
    'src/shared/domain/setup/': ['main', 'all', 'cd', 'pushd', 'false'],
    'src/shared/domain/setup/find-trainings.ts': ['- run:'],
    'src/shared/domain/model-files/pickle/global-names.ts': [
      ...['builtins', 'renamedModules', 'allowedNames', 'codeModules'],
    ],
    'src/shared/domain/model-files/formats/tar-entries.ts': ['ustar'],
  },
};

/** File → the types whose objects say all of themselves. */
export const WHOLE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'src/shared/domain/metrics/metric.ts': ['Metric', 'Baseline'],
  'src/shared/domain/metrics/metric-form.ts': ['MetricForm'],
  'src/shared/domain/metrics/tasks/task.ts': ['Task'],
  'src/shared/ports/serving.ts': ['ServiceTarget', 'Candidate'],
};

const DIRECTION = 'src/shared/domain/kernel/direction.ts';

/** Value → the one file that may compare with it. */
export const DECIDED_ONCE: Readonly<Record<string, string>> = {
  'no-rules': 'src/shared/domain/evaluation/decide-verdict.ts',
  higher: DIRECTION,
  lower: DIRECTION,
};

/** What the last word of a number's name says → the words; a word that says it in one file only stands with that file. */
export const NUMBER_WORDS: Readonly<Record<string, readonly string[]>> = {
  'a unit': ['ms', 'seconds', 'minutes', 'hours', 'days', 'bytes', 'fraction', 'sd'],
  'what is counted': [
    ...['count', 'n', 'rows', 'groups', 'files', 'checks', 'fields'],
    ...['restarts', 'approvals', 'singletons', 'values', 'steps'],
    ...[
      'training-section.ts:season',
      'training-section.ts:seeds',
      'check.ts:falseAlertsPerYear',
      'contract-rule.ts:falseAlertsPerYear',
      'counts.ts:stepsPerUnit',
    ],
    ...['run.ts:lastOf', 'run.ts:round', 'training-section.ts:rounds'],
    ...[
      'run.ts:leftOut',
      'tracking-record.ts:leftOut',
      'model-format.ts:leftOut',
      'tracking-record.ts:step',
      'tracked-state.ts:loggedAt',
      'phase.ts:rowsSent',
      'phase.ts:rowsPredicted',
    ],
    ...['profile.ts:missing', 'profile.ts:infinite', 'profile.ts:distinct', 'profile.ts:other'],
  ],
  'a name that is a number, or a code that another system gives': [
    'id',
    'attempt',
    'request',
    'code',
    'seed',
  ],
  'a place in a text, a table or a list': ['offset', 'model.ts:number'],
  'a cost, in the currency of whoever writes it': [
    ...['training-section.ts:false-positive', 'training-section.ts:false-negative'],
    ...['training-section.ts:true-positive', 'training-section.ts:true-negative'],
  ],
  'in the unit of its metric or column': [
    ...['value', 'median', 'estimate', 'lower', 'upper', 'min', 'max', 'mean', 'threshold'],
    ...['effect', 'difference', 'improvement', 'least', 'most', 'tracking-record.ts:greatest'],
    ...['rule-section.ts:superior-by', 'rule-section.ts:not-worse-by', 'rule-section.ts:equivalent-within'],
    ...['rule-section.ts:no-slice-worse-by', 'slices.ts:from', 'slices.ts:below', 'slices.ts:challenger'],
    ...['evaluation.ts:margin', 'profile.ts:step'],
    ...['evaluation.ts:challenger', 'horizons.ts:challenger'],
    ...['evaluation.ts:registered', 'evaluation.ts:current'],
  ],
  'without a unit': ['p', 'level', 'confidence', 'statistic', 'distance', 'index', 'factor', 'correlation'],
  'the name that a specification of others has': ['base-image.ts:size'],
};
