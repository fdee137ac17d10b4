/** Workflow files as parsed values: YAML has many spellings of one word, and what decides is the word. */
import { parse } from 'yaml';
import { isRecord } from '../kernel/unknown-value.ts';

/** @returns undefined for a text that is no YAML. */
export function readYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

/** @returns what its jobs and steps use; nothing for a text that is no workflow. */
export function usesOfWorkflow(text: string): readonly string[] {
  const workflow = readYaml(text);
  const jobs = isRecord(workflow) && isRecord(workflow.jobs) ? Object.values(workflow.jobs) : [];
  return jobs
    .filter(isRecord)
    .flatMap(usesOf)
    .filter((uses) => typeof uses === 'string');
}

/** @returns what the jobs of a workflow, or the steps of an action, use. */
export function usesOfText(text: string): readonly string[] {
  const parsed = readYaml(text);
  if (!isRecord(parsed)) return [];
  const parts = isRecord(parsed.jobs) ? Object.values(parsed.jobs) : [parsed.runs];
  return parts
    .filter(isRecord)
    .flatMap(usesOf)
    .filter((uses) => typeof uses === 'string');
}

export function usesOf(job: Readonly<Record<string, unknown>>): readonly unknown[] {
  const steps: readonly unknown[] = Array.isArray(job.steps) ? job.steps : [];
  return [job, ...steps].flatMap((part) => (isRecord(part) && part.uses !== undefined ? [part.uses] : []));
}
