/**
 * Where frameworks put what they write, which no code names: PyTorch Lightning a folder with a version, the Trainer of
 * Hugging Face the folder of its arguments. A checkout of GitHub has no earlier run, so the version is 0.
 */
import { climbs } from '../kernel/repository-path.ts';
import type { KnownValues } from './joined-paths.ts';

export interface FrameworkOutputs {
  readonly metrics: string | undefined;
  /** Patterns. */
  readonly model: readonly string[];
}

/** @param code all of it, as one text. @param options of the command that runs it. */
export function findFrameworkOutputs(code: string, options: KnownValues): FrameworkOutputs | undefined {
  return ofLightning(code) ?? ofTransformers(code, options);
}

const LIGHTNING = /^[ \t]*(?:import|from)[ \t]+(?:pytorch_)?lightning\b/m;
const TRAINS = /\b(?:Trainer|LightningCLI)\(/;
const CSV_LOGGER =
  /\bCSVLogger\(\s*(?:save_dir\s*=\s*)?["']([\w./-]+)["'](?:\s*,\s*(?:name\s*=\s*)?["']([\w./-]*)["'])?/;
const CHECKPOINTS = /\bdirpath\s*=\s*["']([\w./-]+)["']/;

function ofLightning(code: string): FrameworkOutputs | undefined {
  if (!LIGHTNING.test(code) || !TRAINS.test(code)) return undefined;
  const [isLogged, root = '', name = 'lightning_logs'] = CSV_LOGGER.exec(code) ?? [];
  const folder = joined(isLogged === undefined ? ['lightning_logs', 'version_0'] : [root, name, 'version_0']);
  const [, checkpoints] = CHECKPOINTS.exec(code) ?? [];
  return {
    metrics: isLogged === undefined ? undefined : `${folder}/metrics.csv`,
    model: [`${checkpoints === undefined ? `${folder}/checkpoints` : joined([checkpoints])}/**`],
  };
}

const TRANSFORMERS = /^[ \t]*(?:import|from)[ \t]+transformers\b/m;
const OUTPUT_FOLDER = /TrainingArguments\([^()]*?\boutput_dir\s*=\s*["']([\w./-]+)["']/;

function ofTransformers(code: string, options: KnownValues): FrameworkOutputs | undefined {
  if (!TRANSFORMERS.test(code) || !code.includes('Trainer(')) return undefined;
  const folder = OUTPUT_FOLDER.exec(code)?.[1] ?? options.get('output_dir');
  if (folder === undefined || folder.startsWith('/') || climbs(folder)) return undefined;
  const path = joined([folder]);
  return {
    metrics: /\bsave_metrics\(/.test(code) ? `${path}/all_results.json` : undefined,
    // Checkpoints on the way have states of the optimizer.
    model: [`${path}/**`, `!${path}/checkpoint-*/**`],
  };
}

function joined(parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
