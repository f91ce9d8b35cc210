import { classify } from "../../checks/library/oracle.js"
import { random } from "../../src/engine/random.js"

/** Places whose ink says which drawing it is: bit 0 first. */
const BITS = 24
const SIDE = 28
const INK = "255"
const PAPER = "  0"

/**
 * The JSON text of a different drawing for every number below 2^24, all of the same length, made quickly: a text in which 24 values are
 * set. The model is unsure about all of them, so that nearly every one has a confidence of its own, by which its row is found again.
 */
export function numberedDrawings(): (number: number) => string {
  const base = unsureDrawing()
  const places = shuffled(base.length).slice(0, BITS)
  const values = base.map((ink) => (ink ? INK : PAPER))
  return (number) => {
    for (const [bit, place] of places.entries()) values[place] = (number >> bit) & 1 ? INK : PAPER
    const rows = Array.from({ length: SIDE }, (_, row) => `[${values.slice(row * SIDE, (row + 1) * SIDE).join(",")}]`)
    return `[${rows.join(",")}]`
  }
}

/** Random ink about which the released model says no digit with more than this probability. */
const UNSURE = 0.6

function unsureDrawing(): boolean[] {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const chance = random(`load:${attempt}`)
    const drawing = Array.from({ length: SIDE * SIDE }, () => chance.next() < 0.15)
    const image = Array.from({ length: SIDE }, (_, row) =>
      drawing.slice(row * SIDE, (row + 1) * SIDE).map((ink) => (ink ? 255 : 0)),
    )
    const scores = Object.values(classify(image))
    if (Math.max(...scores) < UNSURE) return drawing
  }
  throw new Error("no drawing leaves the model unsure")
}

/** Numbers below `count` in an order that is always the same. */
function shuffled(count: number): number[] {
  const chance = random("load:places")
  return Array.from({ length: count }, (_, index) => ({ index, order: chance.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ index }) => index)
}
