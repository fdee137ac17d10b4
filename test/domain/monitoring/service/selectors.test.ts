import { describe, expect, it } from 'vitest';
import {
  anyOf,
  boundsAt,
  bucketBounds,
  labelsOf,
  versionsAmong,
  withMatcher,
} from '../../../../src/shared/domain/monitoring/service/selectors.ts';

describe('selectors', () => {
  it.each([
    ['up', 'up{le="1"}'],
    ['up{}', 'up{le="1"}'],
    ['up{job="a"}', 'up{job="a",le="1"}'],
    ['up{job="a", }', 'up{job="a",le="1"}'],
    ['up{path="/{id}"}', 'up{path="/{id}",le="1"}'],
  ])('%s with a matcher is %s', (selector, expected) => {
    expect(withMatcher(selector, 'le="1"')).toBe(expected);
  });

  it('names labels, and nothing within quotes', () => {
    expect(labelsOf(String.raw`r{job="a,b=c{d=\"e", code=~'5..',path!="/"}`)).toEqual([
      'job',
      'code',
      'path',
    ]);
    expect(labelsOf('r')).toEqual([]);
  });

  it('a matcher of texts has them as they are', () => {
    expect(anyOf('le', ['0.3', '+Inf', '1e+06'])).toBe('le=~"0[.]3|[+]Inf|1e[+]06"');
  });

  it('finds a bound however it is written', () => {
    const series = ['0.1', '0.30', '0.3', '1e+01', '+Inf'].map((le) => ({ le }));
    const bounds = bucketBounds(series, 'x_seconds_bucket');
    expect(bounds.map(({ ms }) => ms)).toEqual([100, 300, 300, 10_000]);
    expect(boundsAt(bounds, 300)).toEqual(['0.30', '0.3']);
    expect(boundsAt(bucketBounds([{ le: '300' }], 'x_milliseconds_bucket{le=~"."}'), 300)).toEqual(['300']);
    expect(boundsAt(bounds, 200)).toEqual([]);
  });

  it('knows whether series say of which version they are', () => {
    expect(versionsAmong([{ job: 'a' }], '1.2.0')).toBeUndefined();
    expect(versionsAmong([{ version: '1.1.0' }], '1.2.0')).toEqual([]);
    expect(versionsAmong([{ version: 'v1.2.0' }, { version: '1.1.0' }], '1.2.0')).toEqual(['v1.2.0']);
  });
});
