import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail } from "../../src/engine/verdict.js"
import { answerTo, normalise } from "../library/answers.js"
import { modelFork, whileForked } from "../library/model-fork.js"

const OLD_WORDING =
  /digits? (from )?1 (to|-|–) 9|0 was left out|no (digit )?0\b|never seen a 0|digit_classifier_v1|nine classes/i

/** Only the person has seen the training's own measurement; the card is held against it. */
export default defineCheck({
  id: "b4.v2-card",
  title: "The fork's card describes the second model, with its measured accuracy",
  host: "dev",
  optional: true,
  needs: ["b4.v2-tag"],
  question: {
    text: () =>
      "Exercise 4.4: which accuracy did your training script measure for the model of ten digits, on its test images?",
    fields: [{ name: "accuracy", label: "Measured accuracy, in percent" }],
    solution: () => ({ accuracy: "92.29" }),
  },
  probes: (context) => ({ answer: answerTo("b4.v2-card"), fork: modelFork(context) }),
  judge: ({ answer, fork }) =>
    whileForked(fork, () => {
      if (!fork.has("tag")) return consequenceOf("b4.v2-tag")
      if (answer === null)
        return fail({
          message: "The measured accuracy is not recorded yet.",
          expected: "an answer",
          actual: "(none)",
          hint: "Run `course answer b4.v2-card`.",
        })
      const lines = fork.all("card")
      const text = lines.join("\n")
      const measured = percent(normalise(answer.accuracy))
      const stated = statedAccuracy(lines)
      const old = percent(fork.get("oldaccuracy"))
      const leftOver = OLD_WORDING.exec(text)?.[0]
      return all(
        expect(lines.length > 0, {
          message: "The fork's second release has no MODELCARD.md.",
          expected: "MODELCARD.md",
          actual: "(none)",
        }),
        expect(/\bv2(\.\d+)*\b|_v2\b/i.test(text), {
          message: "The card does not say that it is about v2.",
          expected: "v2.0 in the card",
          actual: lines[0] ?? "",
        }),
        expect(leftOver === undefined, {
          message: `The card still describes the first model: "${leftOver}".`,
          expected: "a card of the second model",
          actual: leftOver ?? "",
        }),
        expect(
          /\b0\s*(to|-|–|through|bis)\s*9\b|\bten (digits|classes)\b|0, 1, 2, 3, 4, 5, 6, 7, 8,? (and )?9/i.test(text),
          {
            message: "The card does not name the ten digits.",
            expected: "0 to 9",
            actual: "not said",
          },
        ),
        expect(!Number.isNaN(stated), {
          message: "The card states no accuracy.",
          expected: "accuracy in percent",
          actual: "(none)",
        }),
        expect(!(stated === old && Math.abs(measured - stated) > 0.1), {
          message: "The accuracy in the card is that of the first model.",
          expected: `${measured} %, as measured`,
          actual: `${stated} %`,
        }),
        expect(Math.abs(stated - measured) <= 1, {
          message: "The card states another accuracy than was measured.",
          expected: `${measured} %, give or take a point`,
          actual: `${stated} %`,
        }),
      )
    }),
  hint: "Rewrite all four sections of the card for ten digits, with what the training script measured and what you saw fail.",
})

/** `92.3 %`, `92,3` and `0.923` are the same. */
function percent(text: string): number {
  const value = Number(/\d+(?:[.,]\d+)?/.exec(text)?.[0].replace(",", ".") ?? NaN)
  return value <= 1 ? value * 100 : value
}

/** The first figure in the first line that speaks of accuracy and has one, or in the line after it. */
function statedAccuracy(lines: readonly string[]): number {
  const figure = /\d{2,3}(?:[.,]\d+)? ?%|\b0[.,]\d{2,}/
  for (const [index, line] of lines.entries()) {
    if (!/accura/i.test(line)) continue
    const found =
      figure.exec(line.slice(line.search(/accura/i))) ?? figure.exec(lines[index + 1] ?? "") ?? figure.exec(line)
    if (found) return percent(found[0])
  }
  return NaN
}
