import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bumpVersion, compareVersions } from '../../../src/shared/domain/registry/semantic-version.ts';

describe('the order of versions', () => {
  it('is that of semver.org, section 11', () => {
    const ordered = [
      ...['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2'],
      ...[
        '1.0.0-beta.11',
        '1.0.0-rc.1',
        '1.0.0',
        '2.0.0',
        '2.1.0',
        '2.1.1',
        '2.10.0',
        '99999999999999999999.0.0',
      ],
    ];
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
    expect(compareVersions('1.0.0+b1', '1.0.0+b2')).toBe(0);
  });

  it('puts every bumped version after the one it came from', () => {
    const version = fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, fc.constantFrom('major', 'minor', 'patch'), (from, bump) => {
        expect(compareVersions(from, bumpVersion(from, bump))).toBeLessThan(0);
      }),
    );
  });
});
