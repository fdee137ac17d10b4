/**
 * A repository whose model is a set of prompts: nothing is trained, and what answers is elsewhere. A version is the files
 * with prompts and what configures them; how its responses are evaluated, find-prompt-evaluation.ts finds.
 */
import { folderOf } from '../kernel/repository-path.ts';
import { findPromptEvaluation } from './find-prompt-evaluation.ts';
import { hasModel, NOT_TRAINING, type Training } from './find-training.ts';
import { findTrainings } from './find-trainings.ts';
import type { PromptEvaluation } from './prompt-evaluation.ts';
import { readCode, type Survey } from './survey.ts';

export interface PromptApplication {
  readonly survey: Survey;
  /** Folders and files that a version is; none is below another. */
  readonly parts: readonly string[];
  /** Undefined where nothing in the repository evaluates responses. */
  readonly evaluation: PromptEvaluation | undefined;
  /** Names of the keys that calls of a provider need, sorted. */
  readonly keys: readonly string[];
}

const FOLDER = /^(?:.*\/)?(?:prompts?|prompt[_-]?templates?)(?=\/)/i;
const IN_FOLDER = /\.(?:txt|md|ya?ml|json|toml|j2|jinja2?|prompt|prompty|mustache|hbs|liquid|xml)$/i;
const FILE =
  /(?:^|\/)(?:[\w.-]+\.prompt(?:\.\w+)?|[\w.-]+\.prompty|(?:[\w-]+[_-])?prompts?(?:[_-][\w-]+)?\.(?:txt|md|ya?ml|json|toml|j2|jinja2?))$/i;
const TRAINS = /(?:^|\/)(?:train[\w-]*\.(?:py|r|m?js|jl)|dvc\.yaml|MLproject)$/i;

/** @returns undefined for a repository that trains a model, and for one without prompts. */
export function findPromptApplication(survey: Survey): PromptApplication | undefined {
  if (survey.paths.some((path) => TRAINS.test(path) && !NOT_TRAINING.test(path))) return undefined;
  const prompts = findPrompts(survey.paths.filter((path) => !isOfTemplate(path, survey)));
  const evaluation = findPromptEvaluation(survey, prompts.length > 0);
  if (prompts.length === 0 && evaluation === undefined) return undefined;
  if (evaluation?.isOfTool !== true && findTrainings(survey).some(trains)) return undefined;
  const parts = withoutInner([...prompts, ...(evaluation?.settings ?? [])]);
  return parts.length === 0 ? undefined : { survey, parts, evaluation, keys: findKeys(survey) };
}

/** A model file alone may be one that answers. */
function trains(training: Training): boolean {
  return training.command !== undefined && hasModel(training);
}

function findPrompts(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => !NOT_TRAINING.test(path) && !path.startsWith('.github/'))
    .flatMap((path) => {
      const folder = IN_FOLDER.test(path) ? FOLDER.exec(path)?.[0] : undefined;
      return folder ?? (FILE.test(path) ? path : []);
    });
}

/** What a template for repositories asks the person who uses it, as Kedro's starters do in `prompts.yml`. */
function isOfTemplate(path: string, { paths }: Survey): boolean {
  const folder = folderOf(path);
  return TEMPLATE_FILES.some((name) => paths.includes(folder === '' ? name : `${folder}/${name}`));
}

const TEMPLATE_FILES = ['cookiecutter.json', 'copier.yml', 'copier.yaml'] as const;

function withoutInner(parts: readonly string[]): readonly string[] {
  const all = [...new Set(parts)].sort();
  return all.filter((part) => !all.some((other) => part.startsWith(`${other}/`)));
}

/** What a client reads where its code does not name the key. */
const CLIENTS = [
  { uses: /\bopenai:|\b(?:Async|Azure)?OpenAI\(|from openai\b|openai\//, key: 'OPENAI_API_KEY' },
  { uses: /\banthropic:|\b(?:Async)?Anthropic\(|anthropic\//, key: 'ANTHROPIC_API_KEY' },
  { uses: /\bmistral:|\bMistral\(|mistral\//, key: 'MISTRAL_API_KEY' },
  { uses: /\bgoogle:|genai\.(?:Client|configure)\(|google\/gemini/, key: 'GOOGLE_API_KEY' },
] as const;
const MAX_KEYS = 5;

function findKeys(survey: Survey): readonly string[] {
  const texts = survey.paths
    .filter((path) => /\.(?:py|m?js|ts|ya?ml|sh|ipynb)$/i.test(path) && !NOT_TRAINING.test(path))
    .map((path) => readCode(survey, path));
  const named = texts.flatMap((text) => text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_API_KEY\b/g) ?? []);
  const used = CLIENTS.filter(({ uses }) => texts.some((text) => uses.test(text))).map(({ key }) => key);
  return [...new Set([...named, ...used])].sort().slice(0, MAX_KEYS);
}
