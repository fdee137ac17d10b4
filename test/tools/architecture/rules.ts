/**
 * The rules of the house that a machine can check: who may import whom, where effects may live, and what a
 * file may do when it is imported. Each rule returns sentences; no sentence, no violation.
 */
import { basename, dirname } from 'node:path';
import ts from 'typescript';
import { findCycles } from './cycles.ts';
import { purityViolations } from './purity.ts';
import { lineOf, visit, type Import, type SourceFile } from './source-file.ts';

export function findViolations(files: readonly SourceFile[]): readonly string[] {
  return [
    ...files.flatMap(importViolations),
    ...files.flatMap(orderViolations),
    ...files.flatMap(portViolations),
    ...files.filter(isPureFile).flatMap(purityViolations),
    ...files.flatMap(environmentViolations),
    ...failureViolations(files),
    ...findCycles(files).map((cycle) => `cycle: ${cycle.join(' → ')}`),
    ...files.flatMap(namingViolations),
    ...files.flatMap(barrelViolations),
    ...files.flatMap(importTimeViolations),
  ];
}

const DOMAIN_PACKAGES = ['zod', 'yaml', 'simple-statistics'];
const DOMAIN = 'src/shared/domain/';
const PORTS = 'src/shared/ports/';
const USECASES = 'src/shared/usecases/';
const ADAPTERS = 'src/shared/adapters/';
const RUNTIME = 'src/shared/runtime/';

/**
 * The folders of the domain from the ground up: each may import those before it. A folder that is missing here is a
 * violation, so that whoever adds one decides where it stands.
 */
export const DOMAIN_ORDER: readonly string[] = [
  'kernel',
  'text',
  'documents',
  'config',
  'table',
  'statistics',
  'statistics/grouped',
  'metrics',
  'metrics/tasks',
  'evaluation',
  'monitoring/profile',
  'monitoring/quality',
  'monitoring/drift',
  'monitoring/performance',
  'monitoring/decision',
  'monitoring',
  'supply-chain',
  'registry',
  'rollout/image',
  'rollout/strategies',
  'rollout',
  'interop',
  'report',
];

function importViolations(file: SourceFile): readonly string[] {
  return file.imports
    .filter((imported) => !mayImport(file.path, imported))
    .map((imported) => `${file.path}:${imported.line}: may not import ${imported.specifier}`);
}

function mayImport(path: string, imported: Import): boolean {
  const { target, specifier } = imported;
  if (target !== undefined && !target.endsWith('.ts')) return false;
  if (/^@actions\/core(\/|$)/.test(specifier)) return path.startsWith(RUNTIME);
  const within = (...folders: readonly string[]) =>
    target !== undefined && folders.some((folder) => target.startsWith(folder));
  const isPackage = target === undefined;
  const isPure = isPackage && isPurePackage(imported);
  if (path.startsWith(DOMAIN)) return isPure || within(DOMAIN);
  if (path.startsWith(PORTS)) return within(DOMAIN, PORTS) && imported.typeOnly;
  if (path.startsWith(USECASES)) return isPure || within(DOMAIN, PORTS, USECASES);
  if (path.startsWith(ADAPTERS)) return isPackage || within(DOMAIN, PORTS, ...reachableAdapters(path));
  if (path.startsWith(RUNTIME)) return specifier.startsWith('node:') || within(DOMAIN, RUNTIME, PORTS);
  if (path === 'actions/start.ts')
    return within(RUNTIME, DOMAIN) || /^actions\/[a-z]+\/(main|inputs)\.ts$/.test(target ?? '');
  const ownFolder = /^actions\/[a-z]+\//.exec(path)?.[0] ?? path;
  if (/^actions\/[a-z]+\/(main|create-ports)\.ts$/.test(path))
    return isPackage || within('src/shared/', ownFolder);
  return isPure || within(DOMAIN, PORTS, USECASES, ownFolder);
}

const SHARED_ADAPTERS = [`${ADAPTERS}http/`, `${ADAPTERS}files/`];

/** An adapter knows its own protocol; what several need is in `http/` and `files/`, which know none of them. */
function reachableAdapters(path: string): readonly string[] {
  const own = /^src\/shared\/adapters\/[a-z-]+\//.exec(path)?.[0] ?? path;
  return SHARED_ADAPTERS.includes(own) ? [own] : [own, ...SHARED_ADAPTERS];
}

/** Imports within the domain that point from a lower folder to a higher one. */
function orderViolations(file: SourceFile): readonly string[] {
  const own = domainFolder(file.path);
  if (own === undefined) return [];
  const floor = DOMAIN_ORDER.indexOf(own);
  if (floor < 0)
    return [
      `${file.path}: domain/${own} is in no order; add it to DOMAIN_ORDER in test/tools/architecture/rules.ts`,
    ];
  return file.imports
    .filter(({ target }) => {
      const folder = target === undefined ? undefined : domainFolder(target);
      return folder !== undefined && DOMAIN_ORDER.indexOf(folder) > floor;
    })
    .map(
      ({ line, specifier }) => `${file.path}:${line}: ${specifier} points back up in the order of the domain`,
    );
}

function domainFolder(path: string): string | undefined {
  return path.startsWith(DOMAIN) ? dirname(path.slice(DOMAIN.length)) : undefined;
}

const MAX_PORT_METHODS = 6;

/** A port that grows beyond what a reader keeps in mind is two ports. */
function portViolations(file: SourceFile): readonly string[] {
  if (!file.path.startsWith(PORTS)) return [];
  return file.tree.statements.filter(ts.isInterfaceDeclaration).flatMap((port) => {
    const methods = port.members.filter(ts.isMethodSignature).length;
    return methods <= MAX_PORT_METHODS
      ? []
      : [
          `${file.path}:${lineOf(port)}: ${port.name.text}: expected at most ${MAX_PORT_METHODS} methods, got ${methods}`,
        ];
  });
}

function isPurePackage({ specifier, names }: Import): boolean {
  if (specifier === 'node:crypto') return names?.every((name) => name === 'createHash') ?? false;
  return DOMAIN_PACKAGES.includes(specifier);
}

/** Domain, use cases, ports and stories act through ports only; what wires them may touch the world. */
function isPureFile({ path }: SourceFile): boolean {
  if ([DOMAIN, USECASES, PORTS].some((folder) => path.startsWith(folder))) return true;
  return /^actions\/[a-z]+\//.test(path) && !/^actions\/[a-z]+\/(main|create-ports)\.ts$/.test(path);
}

function environmentViolations(file: SourceFile): readonly string[] {
  if (file.path.startsWith(RUNTIME)) return [];
  const found: string[] = [];
  visit(file.tree, (node) => {
    const member =
      (ts.isPropertyAccessExpression(node) && node.name.text === 'env') ||
      (ts.isBindingElement(node) && (node.propertyName ?? node.name).getText() === 'env');
    if (member && /\bprocess\b/.test((ts.isBindingElement(node) ? node.parent.parent : node).getText())) {
      found.push(`${file.path}:${lineOf(node)}: only the runtime reads process.env`);
    }
  });
  return found;
}

/** One place in the whole repository may fail a step; a mention in any form counts, so that no alias hides a second one. */
function failureViolations(files: readonly SourceFile[]): readonly string[] {
  const calls: string[] = [];
  for (const file of files) {
    visit(file.tree, (node) => {
      const isName = ts.isIdentifier(node) || ts.isStringLiteralLike(node);
      if (isName && node.text === 'setFailed') calls.push(`${file.path}:${lineOf(node)}`);
    });
  }
  return calls.length === 1
    ? []
    : [`setFailed: expected exactly one call, got ${calls.join(', ') || 'none'}`];
}

const FORBIDDEN_NAMES = /(^|-)(utils?|helpers?|misc)(-|$)|^(common|index|lib)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_LINES = 400;

function namingViolations(file: SourceFile): readonly string[] {
  const name = basename(file.path, '.ts');
  const found: string[] = [];
  const parts = [...file.path.split('/').slice(0, -1), name];
  if (parts.some((part) => FORBIDDEN_NAMES.test(part))) found.push(`${file.path}: the name says nothing`);
  if (!KEBAB_CASE.test(name)) found.push(`${file.path}: expected a name in kebab case`);
  const lines = file.tree.text.split('\n').length - 1;
  if (lines > MAX_LINES) found.push(`${file.path}: expected at most ${MAX_LINES} lines, got ${lines}`);
  return found;
}

function barrelViolations(file: SourceFile): readonly string[] {
  return file.tree.statements
    .filter((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
    .map(
      (statement) =>
        `${file.path}:${lineOf(statement)}: re-exports; a name is imported from where it is made`,
    );
}

function importTimeViolations(file: SourceFile): readonly string[] {
  if (/^actions\/[a-z]+\/main\.ts$/.test(file.path)) return [];
  const effects = new Set(
    file.imports.filter(({ specifier }) => isEffectModule(specifier)).flatMap(({ names }) => names ?? []),
  );
  return file.tree.statements
    .filter((statement) => hasEffect(statement, effects))
    .map((statement) => `${file.path}:${lineOf(statement)}: something happens on import`);
}

function isEffectModule(specifier: string): boolean {
  return specifier.startsWith('node:') && !/^node:(path|url|util|crypto|os)$/.test(specifier);
}

/** Declarations only; and their values are computed without awaiting, asking the process, or calling an effect. */
function hasEffect(statement: ts.Statement, effects: ReadonlySet<string>): boolean {
  if (ts.isVariableStatement(statement)) {
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    return (
      !isConstant ||
      statement.declarationList.declarations.some(({ initializer }) => acts(initializer, effects))
    );
  }
  return !(
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  );
}

function acts(node: ts.Node | undefined, effects: ReadonlySet<string>): boolean {
  if (node === undefined || ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isIdentifier(node) && node.text === 'process') return true;
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && effects.has(node.expression.text)) {
    return true;
  }
  return ts.forEachChild(node, (child) => acts(child, effects) || undefined) ?? false;
}
