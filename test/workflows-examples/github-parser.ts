/**
 * GitHub's own workflow parser. The published package imports JSON without the attribute that Node asks for,
 * so it is bundled first (a third of a second), and loaded from there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tmpdir } from 'node:os';
import type * as workflowParser from '@actions/workflow-parser';
import { build } from 'esbuild';

type Parser = typeof workflowParser;
let loading: Promise<Parser> | undefined;

/** What GitHub would say to this workflow file; empty when it accepts it. */
export async function githubParserErrors(name: string, content: string): Promise<readonly string[]> {
  loading ??= load();
  const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await loading;
  const result = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const syntax = result.context.errors.getErrors().map((error) => error.message);
  if (result.value === undefined) return syntax;
  const template = await convertWorkflowTemplate(result.context, result.value);
  return [...syntax, ...(template.errors ?? []).map((error) => error.Message)];
}

async function load(): Promise<Parser> {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-parser-'));
  try {
    const outfile = join(folder, 'parser.mjs');
    await build({
      stdin: { contents: "export * from '@actions/workflow-parser'", resolveDir: import.meta.dirname },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    return (await import(pathToFileURL(outfile).href)) as Parser;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
