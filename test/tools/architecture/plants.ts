/** Violations of each rule, in each spelling that hides them: what a rule once missed stands here. */
import { domainOrderPlants, cyclePlants, importPlants } from './plants/import-plants.ts';
import { importTimePlants } from './plants/import-time-plants.ts';
import { failurePlants, globalPlants } from './plants/global-plants.ts';
import { pathPlants } from './plants/path-plants.ts';
import type { Plant } from './plants/plant.ts';
import { oneMeaningPlants, onePlacePlants, oneRulePlants } from './plants/one-plants.ts';
import { layerPlants, modulePlants, namePlants, portPlants } from './plants/shape-plants.ts';
import { statePlants } from './plants/state-plants.ts';
import { vectorPlants } from './plants/vector-plants.ts';
import type { RuleName } from './violation.ts';

export const plants: Readonly<Record<RuleName, readonly Plant[]>> = {
  layers: layerPlants,
  imports: importPlants,
  'domain-order': domainOrderPlants,
  cycles: cyclePlants,
  globals: globalPlants,
  failure: failurePlants,
  'import-time': importTimePlants,
  state: statePlants,
  ports: portPlants,
  modules: modulePlants,
  names: namePlants,
  'one-meaning': oneMeaningPlants,
  'one-place': onePlacePlants,
  'one-rule': oneRulePlants,
  vectors: vectorPlants,
  paths: pathPlants,
};
