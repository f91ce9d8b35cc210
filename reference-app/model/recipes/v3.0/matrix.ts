/**
 * Products of matrices, row by row in typed arrays. Sums run in one fixed order, so the same numbers give the same bits
 * everywhere. Tiles of 4 by 2 keep the sums in registers, where plain loops would wait for memory.
 */
type Matrix = Float64Array

/** c[m,n] = a[m,k] times the transpose of b[n,k]. */
export function timesTransposed(a: Matrix, b: Matrix, c: Matrix, m: number, n: number, k: number): void {
  const rows = m - (m % 4)
  const columns = n - (n % 2)
  for (let i = 0; i < rows; i += 4) {
    const a0 = i * k
    const a1 = a0 + k
    const a2 = a1 + k
    const a3 = a2 + k
    for (let j = 0; j < columns; j += 2) {
      const b0 = j * k
      const b1 = b0 + k
      let s00 = 0
      let s01 = 0
      let s10 = 0
      let s11 = 0
      let s20 = 0
      let s21 = 0
      let s30 = 0
      let s31 = 0
      for (let x = 0; x < k; x++) {
        const y0 = b[b0 + x]!
        const y1 = b[b1 + x]!
        const x0 = a[a0 + x]!
        s00 += x0 * y0
        s01 += x0 * y1
        const x1 = a[a1 + x]!
        s10 += x1 * y0
        s11 += x1 * y1
        const x2 = a[a2 + x]!
        s20 += x2 * y0
        s21 += x2 * y1
        const x3 = a[a3 + x]!
        s30 += x3 * y0
        s31 += x3 * y1
      }
      const at = i * n + j
      c[at] = s00
      c[at + 1] = s01
      c[at + n] = s10
      c[at + n + 1] = s11
      c[at + 2 * n] = s20
      c[at + 2 * n + 1] = s21
      c[at + 3 * n] = s30
      c[at + 3 * n + 1] = s31
    }
    for (let j = columns; j < n; j++) for (let r = i; r < i + 4; r++) c[r * n + j] = dot(a, r * k, b, j * k, k)
  }
  for (let r = rows; r < m; r++) for (let j = 0; j < n; j++) c[r * n + j] = dot(a, r * k, b, j * k, k)
}

/** How many rows are summed before the sums go back to memory: what they touch stays in the processor's cache. */
const BLOCK = 64

/** c[m,n] = the transpose of a[k,m] times b[k,n]. */
export function transposedTimes(a: Matrix, b: Matrix, c: Matrix, m: number, n: number, k: number): void {
  c.fill(0, 0, m * n)
  const rows = m - (m % 4)
  const columns = n - (n % 2)
  for (let from = 0; from < k; from += BLOCK) {
    const to = Math.min(k, from + BLOCK)
    for (let i = 0; i < rows; i += 4) {
      for (let j = 0; j < columns; j += 2) {
        let s00 = 0
        let s01 = 0
        let s10 = 0
        let s11 = 0
        let s20 = 0
        let s21 = 0
        let s30 = 0
        let s31 = 0
        for (let x = from; x < to; x++) {
          const atA = x * m + i
          const atB = x * n + j
          const y0 = b[atB]!
          const y1 = b[atB + 1]!
          const x0 = a[atA]!
          s00 += x0 * y0
          s01 += x0 * y1
          const x1 = a[atA + 1]!
          s10 += x1 * y0
          s11 += x1 * y1
          const x2 = a[atA + 2]!
          s20 += x2 * y0
          s21 += x2 * y1
          const x3 = a[atA + 3]!
          s30 += x3 * y0
          s31 += x3 * y1
        }
        const at = i * n + j
        c[at]! += s00
        c[at + 1]! += s01
        c[at + n]! += s10
        c[at + n + 1]! += s11
        c[at + 2 * n]! += s20
        c[at + 2 * n + 1]! += s21
        c[at + 3 * n]! += s30
        c[at + 3 * n + 1]! += s31
      }
    }
    for (let x = from; x < to; x++) {
      for (let i = 0; i < m; i++) {
        const factor = a[x * m + i]!
        for (let j = i < rows ? columns : 0; j < n; j++) c[i * n + j]! += factor * b[x * n + j]!
      }
    }
  }
}

/** The transpose of a[m,n]. */
export function transpose(a: Matrix, m: number, n: number): Matrix {
  const result = new Float64Array(m * n)
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result[j * m + i] = a[i * n + j]!
  return result
}

function dot(a: Matrix, fromA: number, b: Matrix, fromB: number, length: number): number {
  let sum = 0
  for (let x = 0; x < length; x++) sum += a[fromA + x]! * b[fromB + x]!
  return sum
}
