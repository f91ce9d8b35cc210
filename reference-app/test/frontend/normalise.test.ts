import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { BOX, MIDDLE, centreOfMass, normalise, toRows } from "../../frontend/src/normalise.js"
import { PEN_RADIUS, SIDE, type Stroke } from "../../frontend/src/stroke.js"
import { classify, loadClassifier } from "../../src/classifier.js"
import { draw, LABELS } from "./drawings.js"

describe("normalise", () => {
  it("gives 28 rows of 28 integers with paper at 0 and ink above 128", () => {
    const rows = toRows(normalise(draw("3")))
    expect(rows.map((row) => row.length)).toEqual(Array.from({ length: 28 }, () => 28))
    expect(rows.flat().every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true)
    expect(rows[0]).toEqual(Array.from({ length: 28 }, () => 0))
    expect(Math.max(...rows.flat())).toBe(255)
  })

  it("gives an empty image for a drawing without ink", () => {
    expect(new Set(normalise([]))).toEqual(new Set([0]))
  })

  it.each(LABELS)("fits a %s into the box with its longer side, and keeps its proportions", (label) => {
    const drawn = draw(label, { size: 11 })
    const { width, height } = inkBox(normalise(drawn))
    expect(Math.max(width, height)).toBeCloseTo(BOX, -0.5)
    const points = drawn.flat(2)
    const extent = (values: number[]): number => Math.max(...values) - Math.min(...values)
    const tall = extent(points.map(({ y }) => y))
    const wide = extent(points.map(({ x }) => x))
    const line = 2 * PEN_RADIUS
    expect((width - line) / (height - line)).toBeCloseTo(wide / tall, 0)
  })

  it.each(LABELS)("puts the mass of a %s onto the middle, as in MNIST", (label) => {
    const mass = centreOfMass(normalise(draw(label)))!
    expect(Math.abs(mass.x - MIDDLE)).toBeLessThan(0.1)
    expect(Math.abs(mass.y - MIDDLE)).toBeLessThan(0.1)
  })

  it("gives the same image wherever the drawing is and however large", () => {
    const reference = normalise(draw("5"))
    const place = fc.record({
      left: fc.double({ min: 0, max: 12, noNaN: true }),
      top: fc.double({ min: 0, max: 12, noNaN: true }),
      size: fc.double({ min: 6, max: 16, noNaN: true }),
    })
    fc.assert(
      fc.property(place, (where) => {
        const image = normalise(draw("5", where))
        // A grey value may round the other way.
        expect(Math.max(...image.map((value, index) => Math.abs(value - reference[index]!)))).toBeLessThanOrEqual(1)
      }),
    )
  })

  it("leaves a dot a dot", () => {
    const dot = normalise([[[{ x: 3, y: 3, radius: PEN_RADIUS }]]])
    expect(inkBox(dot)).toEqual({ width: 3, height: 3 })
  })

  it("stays in the box, whatever is drawn", () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: SIDE, noNaN: true }),
      y: fc.double({ min: 0, max: SIDE, noNaN: true }),
      radius: fc.double({ min: 0.8, max: 1.6, noNaN: true }),
    })
    const strokes = fc.array(
      fc.array(fc.array(point, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    fc.assert(
      fc.property(strokes, (drawn: Stroke[]) => {
        const image = normalise(drawn)
        expect(Math.max(...image)).toBeGreaterThan(128)
        expect(inkBox(image).height).toBeLessThanOrEqual(BOX + 1)
        expect(inkBox(image).width).toBeLessThanOrEqual(BOX + 1)
      }),
    )
  })

  describe("for the model", () => {
    beforeAll(() => loadClassifier())

    const sizes = [7, 13, 22].flatMap((size) =>
      LABELS.filter((label) => label !== "0").map((label) => ({ label, size })),
    )
    it.each(sizes)("makes a $label of $size cells readable", async ({ label, size }) => {
      const { prediction } = await classify(toRows(normalise(draw(label, { size, left: 2, top: 1 }))))
      expect(prediction).toBe(label)
    })
  })
})

/** How many columns and rows have ink in them. */
function inkBox(image: Uint8ClampedArray): { width: number; height: number } {
  const rows = toRows(image)
  const inked = (values: number[]): boolean => values.some((value) => value > 128)
  return {
    height: rows.filter(inked).length,
    width: rows.filter((_, column) => inked(rows.map((row) => row[column]!))).length,
  }
}
