/** What every target promises to `deploy`, whatever it serves with (src/shared/ports/serving.ts). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targetKinds } from '../../../src/shared/domain/kernel/names.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import type { StartRequest } from '../../../src/shared/ports/serving.ts';
import { targetWorlds, type StartingTarget, type TargetWorld } from './target-worlds.ts';

const versionOf = (version: string, letter: string, previous?: StartRequest): StartRequest => ({
  ...{ version, modelDigest: letter.repeat(64), modelFolder: '/unused', previous },
  image: { registry: 'ghcr.io', repository: 'acme/churn', digest: `sha256:${letter.repeat(64)}` },
});
const first = versionOf('1.0.0', 'a');
const second = versionOf('1.1.0', 'b', first);

const kinds = targetKinds.filter((kind): kind is StartingTarget => kind !== 'none');
const worlds = Object.entries(targetWorlds);

it.each(kinds)('the target %s has a world in which its promises are played', (kind) => {
  expect(
    worlds.map(([name]) => name),
    `add ${kind} to test/adapters/serving/target-worlds.ts, with a server on this machine`,
  ).toContain(kind);
});

it('what `start` says was done is that of one target', () => {
  const codes = worlds.map(([, { startCode }]) => startCode);
  const hint =
    'add a code of its own to src/shared/domain/documents/phase.ts, and its sentence to src/shared/domain/report/phase-text.ts';
  expect(new Set(codes).size, hint).toBe(codes.length);
});

describe.each(worlds)('the target %s', (_kind, { startCode, create }) => {
  let world: TargetWorld;
  beforeEach(async () => {
    world = await create();
  });
  afterEach(() => world.close());

  async function deploy(next: StartRequest): Promise<void> {
    const target = world.open(next.previous);
    await target.shift(await target.start(next), 1);
    await target.finish();
  }

  it('knows of no version before the first one', async () => {
    expect(await world.open().current()).toBeUndefined();
    expect(world.served()).toBeUndefined();
  });

  it('starts the version that it is given, and says so by its own code', async () => {
    const candidate = await world.open().start(first);
    expect(candidate.version).toBe(first.version);
    expect(candidate.detail.code, 'a code of documents/phase.ts for this target alone').toBe(startCode);
  });

  it('has a health that names what was observed, before and after the cutover', async () => {
    const target = world.open();
    const candidate = await target.start(first);
    expect(await candidate.health()).toHaveProperty('detail.code');
    await target.shift(candidate, 1);
    const { state } = await candidate.health();
    expect(['starting', 'healthy', 'unknown']).toContain(state);
  });

  it('leaves alone what serves until the traffic is shifted, where it says that both run', async () => {
    await deploy(first);
    const target = world.open(first);
    await target.start(second);
    const { runsBeside, keepsPrevious } = target.capabilities;
    if (runsBeside || keepsPrevious) expect(world.served()).toBe(first.version);
  });

  it('gives a candidate a half of the traffic, or says that it cannot', async () => {
    await deploy(first);
    const target = world.open(first);
    const candidate = await target.start(second);
    const { weight } = world;
    const shifted = target.shift(candidate, 0.5);
    if (weight === undefined) await expect(shifted).rejects.toThrow(/0\.5/);
    else expect(await shifted.then(weight)).toBe(0.5);
  });

  it('serves the next version after shift and finish', async () => {
    await deploy(first);
    await deploy(second);
    expect(world.served()).toBe(second.version);
    expect((await world.open(second).current())?.version).toBe(second.version);
  });

  it('returns to the version before, and says which', async () => {
    await deploy(first);
    const target = world.open(first);
    await target.shift(await target.start(second), 1);
    const restored = await target.discard();
    expect(restored?.version).toBe(first.version);
    expect(world.served()).toBe(first.version);
  });

  it('returns to nothing where nothing served', async () => {
    const target = world.open();
    await target.shift(await target.start(first), 1);
    expect(await target.discard()).toBeUndefined();
    expect(world.served()).toBeUndefined();
  });

  it('refuses an address that leads nowhere, with what to do, and changes nothing', async () => {
    await deploy(first);
    const error: unknown = await world
      .openUnreachable()
      .start(second)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StewardError);
    expect((error as StewardError).hint ?? '', 'a hint says what to do').not.toBe('');
    expect(world.served()).toBe(first.version);
  });
});
