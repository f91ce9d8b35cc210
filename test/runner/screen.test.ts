import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import type { Model } from "../../src/runner/model.js"
import { commandOf } from "../../src/runner/screen/keys.js"
import { renderScreen } from "../../src/runner/screen/screen.js"
import type { Size } from "../../src/runner/screen/style.js"
import { AT, check, failed, model, outline, passed, step } from "./sample.js"

const long = Array.from({ length: 60 }, (_, line) => `Line ${line + 1} of the text.`)
const many = Array.from({ length: 12 }, (_, at) => check(`b9.c${at}`, "9.1.2", { title: `${"word ".repeat(20)}${at}` }))
const way = outline(step("9.1.1", [check("b9.a", "9.1.1")]), step("9.1.2", many))

function screen(of: Model, size: Size, style = { color: false, unicode: true }) {
  return renderScreen(of, {
    ...{ size, style },
    text: () => long,
    chapter: () => ({ lines: long, place: 20 }),
    render: () => [],
  })
}

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 140, rows: 40 },
  { columns: 40, rows: 10 },
]
const MODELS: [string, Model][] = [
  ["a step", model(way, { known: new Map([["b9.a", failed]]) })],
  ["many outcomes", model(way, { at: 1, known: new Map(many.map(({ id }) => [id, failed])) })],
  ["a green step", model(way, { mode: { kind: "green" }, known: new Map([["b9.a", passed]]) })],
  ["a question", model(way, { mode: { kind: "confirm", checks: ["b9.a"] } })],
  ["the help", model(way, { mode: { kind: "help" } })],
  ["the notes", model(way, { mode: { kind: "notes" } })],
  ["the end", model(way, { at: 2 })],
  [
    "red steps",
    model(way, {
      at: 1,
      known: new Map([["b9.a", { ...failed, message: "\u001b[31m" + "gone ".repeat(60) }]]),
      marks: { "9.1.1": { greenAt: AT } },
      notices: ["Something was said.", "And more."],
    }),
  ],
]

describe("the screen of the runner", () => {
  it.each(
    MODELS.flatMap(([name, of]) => SIZES.map((size) => [`${name} at ${size.columns}x${size.rows}`, of, size] as const)),
  )("fits: %s", (_, of, size) => {
    const { lines } = screen(of, size)
    expect(lines).toHaveLength(size.rows)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns)
  })

  it("carries no colour and only ASCII where neither is wanted", () => {
    for (const [, of] of MODELS) {
      const text = screen(of, SIZES[0] as Size, { color: false, unicode: false }).lines.join("\n")
      expect(text).toMatch(/^[\n\x20-\x7e]*$/)
    }
  })

  it("shows what is asked for, what is missing, and how far the student is", () => {
    const { lines, furthest } = screen(model(way, { known: new Map([["b9.a", failed]]) }), { columns: 80, rows: 24 })
    const text = lines.join("\n")
    expect(text).toContain("9.1.1  Do 9.1.1")
    expect(text).toContain("0/2")
    expect(text).toContain("□ b9.a holds")
    expect(text).toContain("It is not there.")
    expect(furthest).toBe(60 - 16)
    expect(text).toContain(`${furthest} more lines`)
  })

  it("begins the notes at the open step", () => {
    const { lines, least, furthest } = screen(model(way, { mode: { kind: "notes" } }), { columns: 80, rows: 24 })
    expect(lines[3]).toBe(" Line 21 of the text.")
    expect([least, furthest]).toEqual([-20, 60 - 18 - 20])
  })

  it("takes any key but y as no before something acts", () => {
    const asking = { mode: { kind: "confirm", checks: [] } } as const
    expect(commandOf({ name: "y" }, asking, 10)).toEqual({ name: "yes" })
    expect(commandOf({ name: "return" }, asking, 10)).toEqual({ name: "no" })
    expect(commandOf({ name: "c", ctrl: true }, asking, 10)).toEqual({ name: "quit" })
  })
})
