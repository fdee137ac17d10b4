/**
 * One place in the whole repository fails a step. Every mention of `setFailed` counts, in any spelling, and
 * `@actions/core` is used by `core.<member>` only, so that no alias and no computed name hides a second place. Where a
 * process may be ended stands in `PROCESS_MEMBERS`. Not found: an error that no code catches, which fails a step too.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import { visit } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

const CORE = '@actions/core';
const PLACE = 'src/shared/runtime/run-action.ts';

export function failureViolations(program: Program): readonly Violation[] {
  const mentions: ts.Node[] = [];
  const hidden: ts.Node[] = [];
  for (const { tree, imports } of program.files) {
    const hasCore = imports.some(({ specifier }) => specifier.startsWith(CORE));
    visit(tree, (node) => {
      const isText = ts.isIdentifier(node) || ts.isStringLiteralLike(node);
      if (isText && node.text === 'setFailed') mentions.push(node);
      if (hasCore && hidesMember(node, program)) hidden.push(node);
    });
  }
  return [...countViolations(mentions), ...hidden.map(hiddenViolation)];
}

function countViolations(mentions: readonly ts.Node[]): readonly Violation[] {
  const places = mentions.map(placeOf);
  if (places.length === 1 && places[0]?.startsWith(`${PLACE}:`) === true) return [];
  return [
    {
      rule: 'failure',
      place: places.find((place) => !place.startsWith(`${PLACE}:`)) ?? PLACE,
      found: `setFailed: expected exactly one call, in ${PLACE}, got ${places.join(', ') || 'none'}`,
      remedy: 'throw an error, or return a failed outcome: runAction fails the step',
    },
  ];
}

/** The module as a value: handed on, or asked for a member that is computed. */
function hidesMember(node: ts.Node, program: Program): boolean {
  if (!ts.isIdentifier(node) || ts.isImportClause(node.parent) || ts.isNamespaceImport(node.parent))
    return false;
  const meaning = program.meaningOf(node);
  const isCore = meaning?.kind === 'package' && meaning.specifier.startsWith(CORE);
  if (!isCore || !['*', 'default'].includes(meaning.name)) return false;
  const { parent } = node;
  return !ts.isPropertyAccessExpression(parent) || parent.name.text === 'default';
}

function hiddenViolation(node: ts.Node): Violation {
  return {
    rule: 'failure',
    place: placeOf(node),
    found: `${node.getText()} is @actions/core in another form than ${node.getText()}.<member>`,
    remedy: 'name the member that is used, so that this rule sees whether it fails the step',
  };
}
