import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectStatus } from "../library/http.js"
import { refusedBodies } from "../library/pixelwise.js"

const BROKEN = ['{"pixels": [[0, 1', "not json", '{"pixels": [[0]],}']

export default defineCheck({
  id: "b5.reject-malformed",
  title: "A body that is not JSON is refused with 400 or 422",
  host: "dev",
  during: devService,
  needs: ["b5.key-right"],
  probes: (context) => ({ answers: refusedBodies(context, "malformed", BROKEN) }),
  judge: ({ answers }) =>
    all(
      ...BROKEN.map(
        (body, index) => () => expectStatus(`The broken body ${body}`, answerAt(answers, index), [400, 422]),
      ),
    ),
  hint: "Let the framework parse the body; a parser of your own that throws ends as 500.",
})
