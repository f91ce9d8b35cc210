/**
 * What an ordinary test run tries of that which takes too long to be tried whole each time. The commit decides, so that a run can be
 * repeated and the next commit brings something else.
 */
const PARTS = 20

/** @param {string} seed a commit id, or any other text where there is none; gives a whole number from 0 to 2^32 */
export function turnOf(seed) {
  return [...seed].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 2 ** 32, 7)
}

/**
 * @param {number} turn
 * @param {readonly string[]} files the test files that try mutants, one per block
 * @returns {{file: string, part: string}} one file, and which of equal parts of it, as `3/20`
 */
export function mutantsInTurn(turn, files) {
  const part = Math.floor(turn / files.length) % PARTS
  return { file: oneOf(turn, files), part: `${part + 1}/${PARTS}` }
}

/**
 * @param {number} turn
 * @param {readonly string[]} files of which one is taken, in whatever order they are listed
 */
export function oneOf(turn, files) {
  if (files.length === 0) throw new Error("there are no files to choose from")
  return [...files].sort()[turn % files.length]
}
