import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectJson } from "../library/http.js"
import { refusedBodies } from "../library/pixelwise.js"

export default defineCheck({
  id: "b5.reject-missing",
  title: "A body without pixels is refused with 422 naming the field",
  host: "dev",
  during: devService,
  needs: ["b5.key-right"],
  probes: (context) => ({ answers: refusedBodies(context, "missing", [{}]) }),
  judge: ({ answers }) =>
    expectJson("POST /classify with {}", answerAt(answers, 0), 422, (body) =>
      expect(JSON.stringify(body.detail ?? "").includes("pixels"), {
        message: "The refusal does not name the missing field.",
        expected: "`detail` that names pixels",
        actual: JSON.stringify(body.detail) ?? "(no detail)",
      }),
    ),
  hint: "Declare `pixels` as a required field of the request model; then the framework refuses the body before your code reads it.",
})
