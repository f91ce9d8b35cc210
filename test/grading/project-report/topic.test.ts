import { describe, expect, it } from "vitest"
import { pagesFor } from "../../../src/grading/project-report/length.js"
import { areNear, topicOf } from "../../../src/grading/project-report/topic.js"

describe("the topic of a title", () => {
  it.each([
    ["Rate limits per API key", "  the RATE-limits, per   API-key!"],
    ["Zwei-Faktor-Anmeldung für Prüfer", "Zwei Faktor Anmeldung der Pruefer"],
    ["Café à la carte", "cafe a la CARTE"],
  ])("is the same for %j and %j", (a, b) => {
    expect(topicOf(a)).toBe(topicOf(b))
  })

  it("is not empty where only filling words stand, nor for other scripts", () => {
    expect(topicOf("PixelWise")).toBe("pixelwise")
    expect(topicOf("מדידה")).toBe("מדידה")
  })

  it("is near where words or letters are nearly the same", () => {
    expect(areNear(topicOf("Rate limits per API key"), topicOf("Rate limiting per API key"))).toBe(true)
    expect(areNear(topicOf("Signed releases"), topicOf("Signed release"))).toBe(true)
    expect(areNear(topicOf("Signed releases"), topicOf("Rate limits per API key"))).toBe(false)
  })
})

it.each([
  [5, [10, 12]],
  [6, [10, 12]],
  [7, [14, 16]],
  [8, [14, 16]],
  [9, [18, 20]],
  [10, [18, 20]],
  [4, undefined],
  [11, undefined],
])("%i ECTS ask for %j pages", (ects, pages) => {
  expect(pagesFor(ects)).toEqual(pages)
})
