import { describe, expect, it } from "vitest"
import { commandFor, type PressedKey } from "../../frontend/src/commands.js"
import { formatsFor } from "../../frontend/src/format.js"
import { START, describe as tell, pressKey, toPoint } from "../../frontend/src/key-pen.js"

describe("the keyboard's pen", () => {
  it("moves by one cell, or by four with Shift, in eight directions", () => {
    expect(pressKey(START, "ArrowUp", false)).toMatchObject({ column: 13, row: 12 })
    expect(pressKey(START, "ArrowRight", true)).toMatchObject({ column: 17, row: 13 })
    expect(pressKey(START, "PageDown", false)).toMatchObject({ column: 14, row: 14 })
    expect(pressKey(START, "Home", true)).toMatchObject({ column: 9, row: 9 })
  })

  it("stops at the edge", () => {
    let state = START
    for (let step = 0; step < 40; step += 1) state = pressKey(state, "End", false)!
    expect(state).toMatchObject({ column: 0, row: 27 })
    expect(toPoint(state)).toMatchObject({ x: 0.5, y: 27.5 })
  })

  it("is put down and lifted with space or enter, and lifted with escape", () => {
    const down = pressKey(START, " ", false)!
    expect(down.down).toBe(true)
    expect(pressKey(down, "Enter", false)?.down).toBe(false)
    expect(pressKey(down, "Escape", false)?.down).toBe(false)
    expect(pressKey(START, "Escape", false)).toBeUndefined()
  })

  it("leaves all other keys alone, Tab above all", () => {
    for (const key of ["Tab", "a", "F5", "Delete"]) expect(pressKey(START, key, false)).toBeUndefined()
  })

  it("says where it is, counting from one", () => {
    expect(tell(pressKey(START, " ", false)!)).toBe("Row 14, column 14, pen down")
  })
})

describe("shortcuts", () => {
  const press = (key: string, keys: Partial<PressedKey> = {}, onField = false) =>
    commandFor({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...keys }, onField)

  it("undo, redo and submit with Ctrl or Cmd wherever the focus is", () => {
    expect(press("z", { ctrlKey: true })).toBe("undo")
    expect(press("Z", { metaKey: true, shiftKey: true })).toBe("redo")
    expect(press("y", { ctrlKey: true })).toBe("redo")
    expect(press("Enter", { ctrlKey: true })).toBe("submit")
  })

  it("clear with Delete on the field alone", () => {
    expect(press("Delete", {}, true)).toBe("clear")
    expect(press("Delete")).toBeUndefined()
  })

  it("collide neither with typing nor with other keys of the browser", () => {
    for (const key of ["z", "y", "Enter", " ", "c"]) expect(press(key, {}, true)).toBeUndefined()
    for (const key of ["r", "l", "w", "c", "Delete"]) expect(press(key, { ctrlKey: true }, true)).toBeUndefined()
    expect(press("y", { metaKey: true })).toBeUndefined()
    expect(press("z", { ctrlKey: true, altKey: true })).toBeUndefined()
  })
})

describe("formats", () => {
  const now = new Date("2026-03-02T12:00:00Z")
  const { relative, absolute, percent, language } = formatsFor("de-CH", "Europe/Zurich")

  it("write times in the reader's language and zone, with the day when it is another", () => {
    expect(language).toBe("de-CH")
    expect(relative(new Date("2026-03-02T11:58:30Z"), now)).toBe("vor 1 Min.")
    expect(absolute(new Date("2026-03-02T11:58:30Z"), now)).toBe("12:58")
    expect(relative(new Date("2026-03-01T10:00:00Z"), now)).toBe("gestern")
    expect(absolute(new Date("2026-03-01T10:00:00Z"), now)).toContain("2026")
    // Midnight in Zurich lies between these two.
    expect(absolute(new Date("2026-03-01T22:30:00Z"), now)).toContain("2026")
    expect(absolute(new Date("2026-03-01T23:30:00Z"), now)).toBe("00:30")
  })

  it("never put a reading into the future", () => {
    expect(relative(new Date("2026-03-02T12:00:09Z"), now)).toBe("jetzt")
  })

  it("write shares in the page's language", () => {
    expect(percent(0.97318)).toBe("97.3%")
  })
})
