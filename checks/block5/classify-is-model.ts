import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail, type Verdict } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import type { Image } from "../library/drawing.js"
import { diagnose } from "../library/diagnosis.js"
import { expectStatus } from "../library/http.js"
import type { Scores } from "../library/oracle.js"
import { classifiedDrawings, FIXED_DIGITS, modelDrawings } from "../library/pixelwise.js"
import { judgeProbabilities, readClassification } from "../library/probabilities.js"

const RIGHT_AT_LEAST = 16

export default defineCheck({
  id: "b5.classify-is-model",
  title: "POST /classify answers what the model says, also to drawings it never saw",
  host: "dev",
  points: 3,
  during: devService,
  needs: ["b5.classify-ok"],
  probes: (context) => ({ answers: classifiedDrawings(context) }),
  judge: ({ answers }, context) => {
    const { fixed, fresh } = modelDrawings(context)
    const images = [...fixed, ...fresh]
    const read = answers.map((answer) => (answer.answered ? readClassification(answer.json) : undefined))
    const faulty = answers.findIndex((answer) => !answer.answered || answer.status !== 200)
    const broken = answers[faulty]
    if (broken) return expectStatus(`POST /classify with drawing ${faulty + 1}`, broken, 200)
    const verdicts: (() => Verdict)[] = read.map(
      (each) => () =>
        each ? judgeProbabilities(each) : fail({ message: "An answer has not the form of the contract." }),
    )
    const pairs = images.map((image, index): [Image, Scores] => [image, read[index]?.scores ?? {}])
    const right = FIXED_DIGITS.filter(([digit], index) => read[index]?.prediction === digit).length
    return all(...verdicts, () =>
      all(diagnose(pairs.slice(0, fixed.length), pairs.slice(fixed.length)), () =>
        expect(right >= RIGHT_AT_LEAST, {
          message: "Too few clear digits are recognised.",
          expected: `at least ${RIGHT_AT_LEAST} of ${fixed.length}`,
          actual: String(right),
        }),
      ),
    )
  },
  hint: "Call the classifier of block 4 with the pixels of the request and return its result unchanged.",
})
