import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectJson } from "../library/http.js"
import { firstDrawings } from "../library/pixelwise.js"

const DECLARED = ["confidence", "prediction", "scores"]

export default defineCheck({
  id: "b5.no-extra-fields",
  title: "The answer of /classify has the three declared fields and no other",
  host: "dev",
  during: devService,
  needs: ["b5.classify-ok"],
  probes: (context) => ({ answers: firstDrawings(context) }),
  judge: ({ answers }) =>
    expectJson("POST /classify with a random image", answerAt(answers, 0), 200, (body) => {
      const extra = Object.keys(body).filter((key) => !DECLARED.includes(key))
      return expect(extra.length === 0, {
        message: "The answer has fields that the contract does not declare.",
        expected: DECLARED.join(", "),
        actual: `also ${extra.join(", ")}`,
      })
    }),
  hint: "Declare the response model on the route, so that only its fields leave the service.",
})
