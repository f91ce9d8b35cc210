import { expect, test } from "vitest"
import { Random } from "../../../lib/random.js"
import { timesTransposed, transpose, transposedTimes } from "../../../recipes/v3.0/matrix.js"

const random = new Random(3)
const matrix = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.between(-1, 1))

// Sizes that fill the tiles, that leave a rest in each direction, and that span more than one block.
const SIZES = [
  [4, 2, 3],
  [1, 1, 1],
  [7, 5, 9],
  [8, 6, 200],
  [3, 10, 65],
  [16, 25, 130],
] as const

test.each(SIZES)("a product of %i x %i over %i is the sum that its definition says", (m, n, k) => {
  const [a, b] = [matrix(m * k), matrix(n * k)]
  const products = [new Float64Array(m * n).fill(7), new Float64Array(m * n).fill(7)]
  timesTransposed(a, b, products[0]!, m, n, k)
  transposedTimes(transpose(a, m, k), transpose(b, n, k), products[1]!, m, n, k)
  for (const product of products)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let x = 0; x < k; x++) sum += a[i * k + x]! * b[j * k + x]!
        expect(product[i * n + j]).toBeCloseTo(sum, 12)
      }
})
