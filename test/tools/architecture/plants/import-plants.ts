/** Imports that a layer may not have, in each form that an import has. */
import {
  ADAPTER,
  DOMAIN,
  ENTRY,
  MAIN,
  plant,
  PORTS,
  RUNTIME,
  STEP,
  STORY,
  USECASES,
  withExport,
} from './plant.ts';

const METRICS = 'src/shared/domain/metrics/a.ts';
const OCI = 'src/shared/adapters/oci/a.ts';
const HTTP = 'src/shared/adapters/http/a.ts';

export const importPlants = [
  ...plant(DOMAIN, 'domain may not import a of ../../ports/a.ts', "import { a } from '../../ports/a.ts';"),
  ...plant(DOMAIN, 'import a of ../../adapters/x.ts', "import { a } from '../../adapters/x.ts';"),
  ...plant(DOMAIN, 'import ../../adapters/x.ts', "export type A = import('../../adapters/x.ts').T<1>;"),
  ...plant(DOMAIN, 'import readFile of node:fs/promises', "import { readFile } from 'node:fs/promises';"),
  ...plant(DOMAIN, 'import readFile of fs; pass in what it needs', "import { readFile } from 'fs';"),
  ...plant(
    DOMAIN,
    'import node:fs',
    ...["'node:fs'", '`node:fs`'].map((name) => `export const f = () => import(${name});`),
  ),
  ...plant(DOMAIN, 'import (computed)', 'export const f = (x: string) => import(x);'),
  ...plant(
    DOMAIN,
    'import randomBytes of node:crypto',
    "import { randomBytes, createHash } from 'node:crypto';",
  ),
  ...plant(DOMAIN, 'import node:crypto', "import * as c from 'node:crypto';", "import c from 'node:crypto';"),
  ...plant(
    DOMAIN,
    'import shuffle of simple-statistics',
    "import { mean, shuffle } from 'simple-statistics';",
  ),
  ...plant(DOMAIN, 'import lodash', "import lodash from 'lodash';"),
  ...plant(
    PORTS,
    'import types of the domain with `import type`',
    "import { a } from '../domain/kernel/a.ts';",
  ),
  ...plant(PORTS, 'ports may not import Stats of node:fs', "import type { Stats } from 'node:fs';"),
  ...plant(USECASES, 'take the effect from a port', "import { a } from '../adapters/x.ts';"),
  ...plant(USECASES, 'import rm of node:fs/promises', "import { rm } from 'node:fs/promises';"),
  ...plant(USECASES, 'import log of ../runtime/log.ts', "import { log } from '../runtime/log.ts';"),
  ...plant(ADAPTER, 'import a of ../../runtime/log.ts', "import { a } from '../../runtime/log.ts';"),
  ...plant(ADAPTER, 'import @actions/core', "import * as core from '@actions/core';"),
  ...plant(ADAPTER, 'import @actions/core', 'export const f = () => import(`@actions/core`);'),
  ...plant(
    ADAPTER,
    'import a of @actions/core/lib/core.js',
    "import { a } from '@actions/core/lib/core.js';",
  ),
  ...plant(
    ADAPTER,
    'node_modules/@actions/core/x.ts',
    "import { a } from '../../../../node_modules/@actions/core/x.ts';",
  ),
  ...plant(ADAPTER, 'import (computed)', 'export const f = (x: string) => import(x);'),
  ...plant(ADAPTER, 'import node:process', "import process from 'node:process';"),
  ...plant(ADAPTER, 'import env of node:process', "import { env } from 'node:process';"),
  ...plant(ADAPTER, 'import createRequire of node:module', "import { createRequire } from 'node:module';"),
  ...plant(ADAPTER, 'import runInThisContext of node:vm', "import { runInThisContext } from 'node:vm';"),
  ...plant(ADAPTER, 'import y of ./y.js', "import { y } from './y.js';"),
  ...plant(ADAPTER, 'import y of ../http/y.ts', "import { y } from '../http/y.ts';"),
  ...plant(OCI, 'import y of ../github/y.ts', "import { y } from '../github/y.ts';"),
  ...plant(HTTP, 'import y of ../github/transport/y.ts', "import { y } from '../github/transport/y.ts';"),
  ...plant(RUNTIME, 'runtime may not import a of ../adapters/x.ts', "import { a } from '../adapters/x.ts';"),
  ...plant(RUNTIME, 'import parse of yaml', "import { parse } from 'yaml';"),
  ...plant(RUNTIME, 'import @actions/core', "export const f = () => import('@actions/core');"),
  ...plant(
    STORY,
    'story may not import a of ../../src/shared/adapters/x.ts',
    "import { a } from '../../src/shared/adapters/x.ts';",
  ),
  ...plant(
    STORY,
    'main.ts or create-ports.ts beside it makes the adapter',
    "import { execFile } from 'node:child_process';",
  ),
  ...plant(STORY, 'import main of ./main.ts', "import { main } from './main.ts';"),
  ...plant(STEP, 'import main of ../main.ts', "import { main } from '../main.ts';"),
  ...plant(
    'actions/deploy/steps/a.ts',
    'import createDeployPorts of ../create-ports.ts',
    "import { createDeployPorts } from '../create-ports.ts';",
  ),
  ...plant(STORY, 'import node:fs', "export type A = import('node:fs').Stats<1>;"),
  ...plant(
    STORY,
    'import a of ../evaluate/run.ts; move what both need to src/shared/usecases or src/shared/domain',
    "import { a } from '../evaluate/run.ts';",
  ),
  ...plant(
    USECASES,
    'import a of ../../../actions/evaluate/run.ts; move what both need',
    "import { a } from '../../../actions/evaluate/run.ts';",
  ),
  ...plant(
    STORY,
    'import a of ../../test/github-box/box.ts',
    "import { a } from '../../test/github-box/box.ts';",
  ),
  ...plant(STORY, 'import info of @actions/core', "import { info } from '@actions/core';"),
  ...plant(
    STEP,
    'import a of ../../../src/shared/runtime/log.ts',
    "import { a } from '../../../src/shared/runtime/log.ts';",
  ),
  ...plant(
    MAIN,
    'wiring may not import rm of node:fs/promises; make the effect an adapter',
    "import { rm } from 'node:fs/promises';",
  ),
  ...plant(ENTRY, 'entry may not import run of ./train/run.ts', "import { run } from './train/run.ts';"),
  ...plant(ENTRY, 'import main of ./other/main.ts', "import { main } from './other/main.ts';"),
].map(withExport);

export const domainOrderPlants = [
  ...plant(
    METRICS,
    '../evaluation/b.ts points back up in the order of the domain; move',
    "import { b } from '../evaluation/b.ts';",
  ),
  ...plant(METRICS, 'points back up', "export type A = import('../evaluation/b.ts').T<1>;"),
  ...plant(
    'src/shared/domain/statistics/a.ts',
    './grouped/b.ts points back up',
    "import { b } from './grouped/b.ts';",
  ),
  ...plant(
    'src/shared/domain/forecasts/a.ts',
    'domain/forecasts stands in no order; add it to DOMAIN_ORDER',
    '',
  ),
  ...plant('src/shared/domain/a.ts', 'domain/. stands in no order', ''),
].map(withExport);

export const cyclePlants = plant(
  ADAPTER,
  `cycle: ${ADAPTER} → ${ADAPTER}; move what two of them need`,
  "import type { A } from './a.ts';\nexport type B = A | 1;",
);
