import { defineCheck } from "../../src/engine/check.js"
import { all, fail } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectJson } from "../library/http.js"
import { firstDrawings } from "../library/pixelwise.js"
import { judgeProbabilities, readClassification } from "../library/probabilities.js"

export default defineCheck({
  id: "b5.classify-ok",
  title: "POST /classify answers an image with prediction, confidence and scores",
  host: "dev",
  points: 2,
  during: devService,
  needs: ["b5.key-right"],
  probes: (context) => ({ answers: firstDrawings(context) }),
  judge: ({ answers }) =>
    expectJson("POST /classify with a random image", answerAt(answers, 0), 200, (body) => {
      const classification = readClassification(body)
      return all(
        classification
          ? judgeProbabilities(classification)
          : fail({
              message: "The answer lacks prediction (text), confidence (number) or scores (numbers by label).",
              expected: '{"prediction": "7", "confidence": 0.9, "scores": {"1": ..., "9": ...}}',
              actual: `keys ${Object.keys(body).join(", ") || "(none)"}`,
            }),
      )
    }),
  hint: 'The request body is {"pixels": 28 rows of 28 whole numbers}, not the bare array; answer with the classifier\'s result.',
})
