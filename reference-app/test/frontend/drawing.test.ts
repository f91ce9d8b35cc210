import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clipToField } from "../../frontend/src/clip.js"
import { Drawing } from "../../frontend/src/drawing.js"
import { rasterise } from "../../frontend/src/rasterise.js"
import type { Point } from "../../frontend/src/stroke.js"

const at = (x: number, y: number): Point => ({ x, y, radius: 1 })

describe("Drawing", () => {
  it("undoes and redoes stroke by stroke, and clearing like a stroke", () => {
    const drawing = drawn(2)
    const both = drawing.strokes
    drawing.clear()
    expect(drawing.isEmpty).toBe(true)
    drawing.undo()
    expect(drawing.strokes).toEqual(both)
    drawing.undo()
    expect(drawing.strokes).toEqual(both.slice(0, 1))
    drawing.redo()
    drawing.redo()
    expect(drawing.isEmpty).toBe(true)
    expect(drawing.canRedo).toBe(false)
  })

  it("forgets what was undone once something new is drawn", () => {
    const drawing = drawn(1)
    drawing.undo()
    drawing.begin(at(2, 2))
    drawing.end()
    expect(drawing.canRedo).toBe(false)
    drawing.redo()
    expect(drawing.strokes).toEqual([[[at(2, 2)]]])
  })

  it("does nothing where there is nothing to do", () => {
    let changes = 0
    const drawing = new Drawing(() => (changes += 1))
    for (const step of [drawing.undo, drawing.redo, drawing.clear, drawing.end]) step.call(drawing)
    drawing.extend(at(1, 1))
    expect(changes).toBe(0)
    expect([drawing.canUndo, drawing.canRedo, drawing.isEmpty]).toEqual([false, false, true])
  })

  it("ends a stroke that is still being drawn before it is undone or cleared", () => {
    const drawing = drawn(1)
    drawing.begin(at(9, 9))
    drawing.undo()
    expect(drawing.strokes).toHaveLength(1)
    drawing.begin(at(9, 9))
    drawing.clear()
    expect(drawing.isEmpty).toBe(true)
    drawing.undo()
    expect(drawing.strokes).toHaveLength(2)
  })

  it("draws up to the edge, leaves the way outside out, and goes on where the pen comes back", () => {
    const drawing = new Drawing(() => {})
    drawing.begin(at(20, 10))
    for (const point of [at(36, 10), at(36, 20), at(20, 20), at(18, 20)]) drawing.extend(point)
    drawing.end()
    expect(drawing.strokes).toEqual([
      [
        [at(20, 10), at(28, 10)],
        [at(28, 20), at(20, 20), at(18, 20)],
      ],
    ])
    drawing.undo()
    expect(drawing.isEmpty).toBe(true)
  })
})

describe("clipToField", () => {
  it("keeps a line that lies inside as it is", () => {
    const [a, b] = [at(1, 2), at(20, 27)]
    expect(clipToField(a, b)).toEqual([a, b])
  })

  it("finds nothing of a line that passes by", () => {
    expect(clipToField(at(-5, 10), at(10, -21))).toBeUndefined()
    expect(clipToField(at(-1, 3), at(-1, 9))).toBeUndefined()
  })

  it("never leads outside the field", () => {
    const point = fc.record({
      x: fc.double({ min: -50, max: 80, noNaN: true }),
      y: fc.double({ min: -50, max: 80, noNaN: true }),
      radius: fc.constant(1),
    })
    fc.assert(
      fc.property(point, point, (a, b) => {
        for (const { x, y } of clipToField(a, b) ?? []) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-9)
          expect(Math.max(x, y)).toBeLessThanOrEqual(28 + 1e-9)
        }
      }),
    )
  })
})

describe("rasterise", () => {
  it("inks a cell in full, an edge by how much of it is covered, and nothing else", () => {
    const image = rasterise([[[at(5.5, 5.5)]]])
    const row = [...image.subarray(5 * 28, 6 * 28)]
    expect(row.slice(3, 9)).toEqual([0, 128, 255, 128, 0, 0])
    expect(image.filter((ink) => ink > 0)).toHaveLength(9)
  })

  it("inks nothing twice where lines cross", () => {
    const line = [at(2, 10), at(20, 10)]
    expect(rasterise([[line], [line]])).toEqual(rasterise([[line]]))
  })
})

function drawn(strokes: number): Drawing {
  const drawing = new Drawing(() => {})
  for (let index = 0; index < strokes; index += 1) {
    drawing.begin(at(5, 5 + index))
    drawing.extend(at(9, 5 + index))
    drawing.end()
  }
  return drawing
}
