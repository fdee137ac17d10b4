/** Predictions of two models on the same flights, seeded: `skill` is how much of the truth a model sees. */
import { createWorld } from '../domain/statistics/grouped/simulation.ts';

export interface Flight {
  readonly id: string;
  readonly date: string;
  readonly late: number;
  readonly truth: number;
}

export function makeFlights(days: number, perDay = 40): readonly Flight[] {
  const world = createWorld(21);
  return Array.from({ length: days * perDay }, (_, row) => {
    const truth = world.normal();
    const date = new Date(Date.UTC(2001, 1, 1 + Math.floor(row / perDay))).toISOString().slice(0, 10);
    return { id: `F${1000 + row}`, date, truth, late: truth + world.normal() > 0.8 ? 1 : 0 };
  });
}

export function predictionsText(flights: readonly Flight[], skill: number): string {
  const world = createWorld(Math.round(skill * 100));
  const lines = flights.map(({ id, date, late, truth }) => {
    const seen = skill * truth + (1 - skill) * world.normal();
    return `${id},${date},${late},${(1 / (1 + Math.exp(1.2 - 1.5 * seen))).toFixed(6)}`;
  });
  return ['flight,date,late,p_late', ...lines, ''].join('\n');
}
