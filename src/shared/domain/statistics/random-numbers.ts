/**
 * A seeded generator of uniform numbers, so that a resampled result is the same for everybody.
 * Source: xoshiro128** 1.1 (Blackman & Vigna 2018), seeded by splitmix32.
 */

/** Returns a function that gives the next number in [0, 1), with 32 random bits. */
export function createRandomNumbers(seed: number): () => number {
  const state = seedState(seed);
  return () => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const mixed = c ^ a;
    const crossed = d ^ b;
    state[1] = b ^ mixed;
    state[0] = a ^ crossed;
    state[2] = mixed ^ (b << 9);
    state[3] = rotateLeft(crossed, 11);
    return result / 2 ** 32;
  };
}

function seedState(seed: number): Uint32Array {
  let counter = seed >>> 0;
  return Uint32Array.from({ length: 4 }, () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let word = counter;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  });
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
