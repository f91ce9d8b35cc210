/**
 * Which part of the mutants an ordinary test run tries: all of them take too long. The commit decides, so that a run can be repeated and
 * the next commit brings others.
 */
const PARTS = 10

/**
 * @param {string} seed a commit id, or any other text where there is none
 * @param {readonly string[]} files the test files that try mutants, one per block
 * @returns {{file: string, part: string}} one file, and which of equal parts of it, as `3/10`
 */
export function rotation(seed, files) {
  if (files.length === 0) throw new Error("there are no files with mutants")
  const turn = [...seed].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 2 ** 32, 7)
  const sorted = [...files].sort()
  const part = Math.floor(turn / sorted.length) % PARTS
  return { file: sorted[turn % sorted.length], part: `${part + 1}/${PARTS}` }
}
