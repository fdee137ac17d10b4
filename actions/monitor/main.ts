/** Wires monitor: ports from adapters, results to the runner. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createPrometheus } from '../../src/shared/adapters/serving/prometheus.ts';
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import type { MonitorInputs } from './inputs.ts';
import { describeMonitorFailure, renderMonitorOutputs, renderMonitorReport } from './report.ts';
import type { MonitorPorts } from './ports.ts';
import { runMonitor } from './run.ts';

const ATTEMPT_TIMEOUT_MS = 30_000;

export const main: Main<MonitorInputs> = async (step, inputs) => {
  const { apiUrl, clock, graphqlUrl, context, log, outputs, summary } = step;
  const { repository, tempDir, workspace } = context;
  const ports: MonitorPorts = {
    ...createGitHub({ apiUrl, graphqlUrl, token: inputs.token, repository, clock, log, tempDir }),
    clock,
    log,
    scratch: createScratch(tempDir),
    serviceMetrics: (server) =>
      createPrometheus({
        ...{ ...server, token: inputs.prometheusToken, clock, log },
        ...{ random: Math.random, timeoutMs: ATTEMPT_TIMEOUT_MS },
      }),
    tables: createTables({ log, clock }),
    workspace: openFiles(workspace),
  };
  const outcome = await runMonitor(await prepareStep({ inputs, context, ports }));
  outputs.set(renderMonitorOutputs(outcome));
  await summary.write(renderMonitorReport(outcome));
  return endStep(describeMonitorFailure(outcome));
};
