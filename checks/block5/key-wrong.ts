import { defineCheck } from "../../src/engine/check.js"
import { token } from "../../src/engine/random.js"
import { all, expect } from "../../src/engine/verdict.js"
import type { Context } from "../../src/engine/context.js"
import { devService, devUrl } from "../library/dev-service.js"
import { drawNoise } from "../library/drawing.js"
import { expectJson, postJson } from "../library/http.js"

const wrongKey = ({ runSeed }: Context): string => token(runSeed, "wrong-key", 32)

export default defineCheck({
  id: "b5.key-wrong",
  title: "POST /classify with a wrong key is refused with 401",
  host: "dev",
  points: 2,
  during: devService,
  probes: (context) => ({
    answer: postJson(
      "dev",
      devUrl(context, "/classify"),
      { pixels: drawNoise(token(context.runSeed, "wrong-key")) },
      { "x-api-key": wrongKey(context) },
    ),
  }),
  judge: ({ answer }, context) =>
    expectJson("POST /classify with a wrong key", answer, 401, (body, { body: text }) =>
      all(
        expect(body.detail === "Invalid API key", {
          message: "The refusal of a wrong key has another text.",
          expected: '"detail": "Invalid API key"',
          actual: JSON.stringify(body.detail) ?? "(no detail)",
        }),
        expect(!text.includes(wrongKey(context)), {
          message: "The refusal repeats the key that was sent.",
          expected: "no key in the answer",
          actual: "the key itself",
        }),
      ),
    ),
  hint: "Compare the header X-API-Key with SECRET_API_KEY and answer 401 with the detail `Invalid API key`.",
})
