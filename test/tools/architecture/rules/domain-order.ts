/** The folders of the domain stand in an order, from the ground up: an import never points back up. */
import { dirname } from 'node:path';
import { FOLDERS } from '../layers.ts';
import type { SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

/** A folder that is missing here is a violation, so that whoever adds one decides where it stands. */
export const DOMAIN_ORDER: readonly string[] = [
  'kernel',
  'text',
  'documents',
  'config',
  'table',
  'signature',
  'statistics',
  'statistics/grouped',
  'contract',
  'metrics',
  'metrics/curves',
  'metrics/tasks',
  'evaluation',
  'monitoring/profile',
  'monitoring/times',
  'monitoring/counts',
  'monitoring/labels',
  'monitoring/quality',
  'monitoring/drift',
  'monitoring/performance',
  'monitoring/service',
  'monitoring/decision',
  'monitoring',
  'supply-chain',
  'model-files/content',
  'model-files/pickle',
  'model-files/formats',
  'model-files',
  'registry',
  'registry/search',
  'rollout/image',
  'rollout/strategies',
  'rollout',
  'interop',
  'interop/tracking',
  'setup',
  'report',
  'report/html',
];

export function domainOrderViolations(file: SourceFile): readonly Violation[] {
  const own = domainFolder(file.path);
  if (own === undefined) return [];
  const floor = DOMAIN_ORDER.indexOf(own);
  if (floor < 0) return [withoutPlace(file.path, own)];
  return file.imports
    .filter(({ target }) => {
      const folder = target === undefined ? undefined : domainFolder(target);
      return folder !== undefined && DOMAIN_ORDER.indexOf(folder) > floor;
    })
    .map(({ node, specifier }) => ({
      rule: 'domain-order',
      place: placeOf(node),
      found: `${specifier} points back up in the order of the domain`,
      remedy: 'move what both need to the lower folder, or this file to the higher one',
    }));
}

function withoutPlace(path: string, folder: string): Violation {
  return {
    rule: 'domain-order',
    place: path,
    found: `domain/${folder} stands in no order`,
    remedy: 'add it to DOMAIN_ORDER in test/tools/architecture/rules/domain-order.ts',
  };
}

function domainFolder(path: string): string | undefined {
  return path.startsWith(FOLDERS.domain) ? dirname(path.slice(FOLDERS.domain.length)) : undefined;
}
