import { describe, expect, it } from 'vitest';
import { resolveAnchor } from '../../../src/shared/domain/registry/anchor.ts';
import { tagsFrom } from './tag.ts';

const superior = (...versions: readonly string[]): string => `| m\n\nSuperior-To: ${versions.join(', ')}\n`;
const ROLLBACK = '| back\n\nOperation: rollback\n';

function anchorOf(lines: readonly string[], named?: string): string | undefined {
  return resolve(lines, { named })?.anchor.version;
}

function resolve(
  lines: readonly string[],
  { named, disbelieved }: { readonly named?: string | undefined; readonly disbelieved?: ReadonlySet<string> },
): ReturnType<typeof resolveAnchor> {
  const query = { model: 'churn', stage: 'production', tags: tagsFrom(...lines), named };
  return resolveAnchor({ ...query, ...(disbelieved && { disbelieved }) });
}

/** Three versions that took the stage one after the other; `second` and `third` are the messages of their tags. */
const three = (second = '', third = ''): readonly string[] => [
  ...['churn@v1.0.0 c1', `churn@v1.1.0 c2 ${second}`, `churn@v1.2.0 c3 ${third}`],
  ...['churn#production#1 c1', 'churn#production#2 c2', 'churn#production#3 c3'],
];

describe('the anchor of a stage', () => {
  it('is none before a version took the stage', () => {
    expect(anchorOf(['churn@v1.0.0 c1', 'churn#staging#1 c1'])).toBeUndefined();
  });

  it('is the first version that took it, however many are not worse than the one before', () => {
    expect(anchorOf(three())).toBe('1.0.0');
  });

  it('moves to a version that was found superior to it, and not to one that was superior to another version', () => {
    expect(anchorOf(three(superior('1.0.0')))).toBe('1.1.0');
    expect(anchorOf(three('', superior('1.1.0')))).toBe('1.0.0');
    expect(anchorOf(three('', superior('1.1.0', '1.0.0')))).toBe('1.2.0');
    expect(anchorOf(three(superior('1.0.0'), superior('1.1.0')))).toBe('1.2.0');
    // Of the anchor that was left nothing is known about the new one.
    expect(anchorOf(three(superior('1.0.0'), superior('1.0.0')))).toBe('1.1.0');
  });

  it('does not move by a version that never took the stage', () => {
    const waiting = ['churn@v1.0.0 c1', 'churn#production#1 c1', `churn@v2.0.0 c4 ${superior('1.0.0')}`];
    expect(anchorOf(waiting)).toBe('1.0.0');
    expect(anchorOf([...waiting, 'churn#production#2 c4'])).toBe('2.0.0');
  });

  it('is the earlier one again with the version that takes the stage again, by a rollback or by hand', () => {
    const moved = three(superior('1.0.0'));
    expect(anchorOf([...moved, `churn#production#4 c1 ${ROLLBACK}`])).toBe('1.0.0');
    expect(anchorOf([...moved, 'churn#production#4 c1', 'churn#production#5 c3'])).toBe('1.1.0');
  });

  it('stays the first version when that is taken back, for nothing is found superior to the second one', () => {
    expect(anchorOf([...three(), 'churn@v1.0.0! c1'])).toBe('1.0.0');
    expect(anchorOf([...three('', superior('1.1.0')), 'churn@v1.0.0! c1'])).toBe('1.0.0');
  });

  it('is the one before again when a version that had moved it is taken back', () => {
    expect(anchorOf([...three(superior('1.0.0')), 'churn@v1.1.0! c2'])).toBe('1.0.0');
    expect(anchorOf([...three(superior('1.0.0'), superior('1.1.0')), 'churn@v1.1.0! c2'])).toBe('1.0.0');
  });

  it('is not known when the tag of the first version was deleted', () => {
    expect(() => anchorOf(three().slice(1))).toThrow(
      'churn#production#1: expected the first version of the stage, got a commit without one',
    );
    expect(anchorOf(three().slice(1), '1.1.0')).toBe('1.1.0');
  });

  it('says which claim has to be confirmed, and passes over one that is not true', () => {
    const lines = three(superior('1.0.0'), superior('1.1.0', '1.0.0'));
    expect(resolve(lines, {})).toMatchObject({ anchor: { version: '1.2.0' }, superiorTo: '1.1.0' });
    const without = (...versions: readonly string[]): ReturnType<typeof resolve> =>
      resolve(lines, { disbelieved: new Set(versions) });
    expect(without('1.2.0')).toMatchObject({ anchor: { version: '1.1.0' }, superiorTo: '1.0.0' });
    // The next one may be superior to what remains.
    expect(without('1.1.0')).toMatchObject({ anchor: { version: '1.2.0' }, superiorTo: '1.0.0' });
    expect(without('1.1.0', '1.2.0')).toMatchObject({ anchor: { version: '1.0.0' }, superiorTo: undefined });
  });

  it('is the version that the configuration names, where that is registered', () => {
    expect(anchorOf(three(superior('1.0.0')), '1.0.0')).toBe('1.0.0');
    expect(() => anchorOf(three(), '3.0.0')).toThrow(
      '.github/model-steward.yml: models.churn.anchor: expected a registered version, got 3.0.0',
    );
    expect(() => anchorOf([...three(), 'churn@v1.1.0! c2'], '1.1.0')).toThrow('got 1.1.0');
  });
});
