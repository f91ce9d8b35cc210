import { defineCheck } from "../../src/engine/check.js"
import { fail } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectJson } from "../library/http.js"
import { firstDrawings } from "../library/pixelwise.js"
import { judgeProbabilities, readClassification } from "../library/probabilities.js"

export default defineCheck({
  id: "b5.zero-image",
  title: "A blank image is classified like any other",
  host: "dev",
  optional: true,
  during: devService,
  needs: ["b5.classify-ok"],
  probes: (context) => ({ answers: firstDrawings(context) }),
  judge: ({ answers }) =>
    expectJson("POST /classify with a blank image", answerAt(answers, 1), 200, (body) => {
      const classification = readClassification(body)
      return classification
        ? judgeProbabilities(classification)
        : fail({ message: "The answer to a blank image has not the form of the contract." })
    }),
  hint: "A blank image is a valid request: the model has an opinion on it, however doubtful.",
})
