import { defineCheck } from "../../src/engine/check.js"
import { all, fail, expect, unobserved } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { answerAt } from "../library/http.js"
import { firstDrawings } from "../library/pixelwise.js"

export default defineCheck({
  id: "b5.key-right",
  title: "The key of dev's .env opens /classify",
  host: "dev",
  during: devService,
  probes: (context) => ({ answers: firstDrawings(context) }),
  judge: ({ answers }) => {
    const answer = answerAt(answers, 0)
    if (!answer.answered)
      return fail({
        message: `POST /classify with the key of .env got no answer: ${answer.why}`,
        expected: "an answer",
        actual: answer.why,
      })
    if (answer.status === 429)
      return unobserved(
        "The service already refuses for its rate limit, though this client address is new: wait a minute and check again.",
      )
    return all(
      expect(answer.status !== 401 && answer.status !== 403, {
        message: "The key that stands in dev's .env is refused.",
        expected: "the request passes the key",
        actual: `HTTP ${answer.status}`,
        excerpt: answer.body.slice(0, 300),
      }),
    )
  },
  hint: "Restart the service after a change of .env, and look for a stray blank or quote around the value.",
})
