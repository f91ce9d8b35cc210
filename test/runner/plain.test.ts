import { PassThrough } from "node:stream"
import { describe, expect, it } from "vitest"
import type { Command } from "../../src/runner/model.js"
import { PlainFront } from "../../src/runner/plain/plain-front.js"
import { update } from "../../src/runner/update.js"
import { AT, check, failed, model, outline, passed, step } from "./sample.js"

const way = outline(step("9.1.1", [check("b9.a", "9.1.1")]), step("9.1.2", [check("b9.b", "9.1.2")]))

function plain() {
  const [input, output] = [new PassThrough(), new PassThrough({ encoding: "utf8" })]
  const heard: Command[] = []
  const front = new PlainFront({
    ...{ input, output, width: 80, unicode: false },
    text: (id) => [`The text of ${id}.`],
    chapter: () => ({ lines: ["The whole chapter."] }),
    render: () => [],
  })
  front.start((command) => heard.push(command))
  const printed = (): string => (output.read() as string | null) ?? ""
  const type = async (line: string): Promise<void> => {
    input.write(`${line}\n`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { front, heard, printed, type, input }
}

describe("the runner in lines", () => {
  it("prints the step, then only what changes", () => {
    const { front, printed } = plain()
    const first = model(way)
    front.show(first)
    expect(printed()).toContain("Step 9.1.1: Do 9.1.1 (0 of 2 steps done, on dev)\n\nThe text of 9.1.1.\n")
    const red = update(first, { kind: "seen", seen: { "b9.a": failed }, at: AT }).model
    front.show(red)
    expect(printed()).toBe("open: b9.a, b9.a holds. It is not there.\n")
    front.show(update(red, { kind: "seen", seen: { "b9.a": failed }, at: AT }).model)
    expect(printed()).toBe("")
    const green = update(red, { kind: "seen", seen: { "b9.a": passed }, at: AT }).model
    front.show(green)
    expect(printed()).toBe("green: b9.a, b9.a holds.\nStep 9.1.1 is green.\n")
    front.show(update(green, { kind: "moved-on", at: AT }).model)
    expect(printed()).toContain("Step 9.1.2: Do 9.1.2 (1 of 2 steps done, on dev)")
  })

  it("tells of a step that turned red again, and that it is green again", () => {
    const { front, printed } = plain()
    const known = new Map([["b9.a", passed]])
    const second = model(way, { at: 1, known, marks: { "9.1.1": { greenAt: AT } } })
    front.show(second)
    printed()
    const red = update(second, { kind: "seen", seen: { "b9.a": failed }, at: AT }).model
    front.show(red)
    expect(printed()).toBe("Step 9.1.1 is red again: b9.a: It is not there.\n")
    front.show(update(red, { kind: "seen", seen: { "b9.a": passed }, at: AT }).model)
    expect(printed()).toBe("Step 9.1.1 is green again.\n")
  })

  it("understands words, and says which it does not", async () => {
    const { front, heard, printed, type } = plain()
    front.show(model(way))
    for (const line of ["hint", "shell dev", "", "SKIP", "quit"]) await type(line)
    expect(heard).toEqual([
      { name: "hint" },
      { name: "shell", host: "dev" },
      { name: "next" },
      { name: "skip" },
      { name: "quit" },
    ])
    printed()
    await type("dance \u001b[2J")
    expect(printed()).toBe('"dance \\x1b[2J" is no word that course understands here. Type help for all.\n')
  })

  it("takes anything but yes as no before something acts", async () => {
    const { front, heard, type } = plain()
    front.show(model(way, { mode: { kind: "confirm", checks: ["b9.a"] } }))
    await type("check")
    await type("yes")
    expect(heard).toEqual([{ name: "no" }, { name: "yes" }])
  })

  it("ends when its input does", async () => {
    const { heard, input } = plain()
    input.end()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(heard).toEqual([{ name: "quit" }])
  })
})
