import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { diagnose } from "../../checks/library/diagnosis.js"
import { drawDigit, drawNoise, type Image } from "../../checks/library/drawing.js"
import { choose, CLASSES, classify, top, type Scores } from "../../checks/library/oracle.js"
import { FIXED_DIGITS, modelDrawings } from "../../checks/library/pixelwise.js"
import { shadedDigits, shadedInk, trialDrawings } from "../../checks/library/trial-drawings.js"

const model = JSON.parse(
  readFileSync(new URL("../../reference-app/model/v1.0/weights.json", import.meta.url), "utf8"),
) as { classes: string[]; weights: number[][]; bias: number[] }

/** Straight from the trained file, in 64-bit arithmetic. */
function classifyFromFile(image: Image): Scores {
  const inputs = image.flat().map((pixel) => (pixel > 128 ? 1 : 0))
  const logits = model.weights.map((row, label) =>
    row.reduce<number>((sum, weight, index) => sum + weight * (inputs[index] ?? 0), model.bias[label] ?? 0),
  )
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0)
  return Object.fromEntries(model.classes.map((label, index) => [label, Math.exp(logits[index] ?? 0) / total]))
}

const context = { runSeed: "test", workspaceSeed: "w", track: "typescript", settings: {} as never } as const
const drawings = modelDrawings(context)
const pairsBy = (answer: (image: Image) => Scores): [[Image, Scores][], [Image, Scores][]] => [
  drawings.fixed.map((image) => [image, answer(image)]),
  drawings.fresh.map((image) => [image, answer(image)]),
]

describe("the oracle", () => {
  test("holds the weights that were trained", () => {
    expect(CLASSES).toEqual(model.classes)
    for (const image of [drawDigit("4", "a"), drawNoise("b")]) {
      const [mine, theirs] = [classify(image), classifyFromFile(image)]
      for (const label of CLASSES) expect(mine[label]).toBeCloseTo(theirs[label] ?? NaN, 5)
    }
  })

  test("gets every one of the fixed digits right", () => {
    for (const [digit, seed] of FIXED_DIGITS)
      expect([digit, seed, top(classify(drawDigit(digit, seed)))]).toEqual([digit, seed, digit])
  })

  test("chooses by the ink alone what has the highest score, in every shade", () => {
    const trial = trialDrawings(context)
    const inks = shadedInk(trial, CLASSES)
    expect(inks).toHaveLength(shadedDigits(trial, CLASSES).length)
    for (const ink of inks.filter((_, index) => index % 9 === 0)) {
      const pixels = Array<number>(28 * 28).fill(0)
      for (const [place, pixel] of ink) pixels[place] = pixel
      expect(choose(ink)).toBe(top(classify([pixels])))
    }
  })

  test("draws other digits for another seed and the same for the same", () => {
    expect(drawDigit("8", "x")).toEqual(drawDigit("8", "x"))
    expect(drawDigit("8", "x")).not.toEqual(drawDigit("8", "y"))
  })

  test("draws pixels of exactly 128 and 129, which tell the two thresholds apart", () => {
    const pixels = new Set(drawings.fresh.flat(2))
    expect(pixels).toContain(128)
    expect(pixels).toContain(129)
  })
})

describe("diagnose", () => {
  test("accepts the reference model, and the rounding of 32-bit arithmetic", () => {
    expect(diagnose(...pairsBy(classify)).status).toBe("pass")
    expect(
      diagnose(
        ...pairsBy((image) =>
          Object.fromEntries(
            Object.entries(classifyFromFile(image)).map(([label, score]) => [label, Math.fround(score)]),
          ),
        ),
      ).status,
    ).toBe("pass")
  })

  test.each<[string, RegExp, (image: Image) => Scores]>([
    ["a constant", /same answer/, () => classify(drawings.fixed[0] ?? [])],
    ["raw pixels", /not binarised/, (image) => classify(image, (pixel) => pixel)],
    ["scaled pixels", /scaled to 0\.\.1/, (image) => classify(image, (pixel) => pixel / 255)],
    ["a threshold that includes 128", /exactly 128/, (image) => classify(image, (pixel) => (pixel >= 128 ? 1 : 0))],
    ["inverted ink", /Ink and paper/, (image) => classify(image, (pixel) => (pixel > 128 ? 0 : 1))],
    [
      "columns for rows",
      /Rows and columns/,
      (image) => classify(image.map((_, row) => image.map((line) => line[row] ?? 0))),
    ],
    [
      "shifted labels",
      /wrong labels/,
      (image) => {
        const scores = classify(image)
        return Object.fromEntries(CLASSES.map((label, index) => [label, scores[CLASSES[(index + 1) % 9] ?? ""] ?? 0]))
      },
    ],
    [
      "a table of the known drawings",
      /from a table/,
      (image) => (drawings.fixed.includes(image) ? classify(image) : classify(drawNoise("other"))),
    ],
    ["another model", /not those of the model/, (image) => classify(image, (pixel) => (pixel > 90 ? 0.7 : 0.1))],
  ])("names the mistake behind %s", (_name, message, answer) => {
    const verdict = diagnose(...pairsBy(answer))
    expect(verdict.status).toBe("fail")
    expect("message" in verdict && verdict.message).toMatch(message)
  })
})
