import { defineCheck } from "../../src/engine/check.js"
import { token } from "../../src/engine/random.js"
import { devService, devUrl } from "../library/dev-service.js"
import { drawNoise } from "../library/drawing.js"
import { expectStatus, postJson } from "../library/http.js"

export default defineCheck({
  id: "b5.key-missing",
  title: "POST /classify without a key is refused with 401",
  host: "dev",
  during: devService,
  probes: (context) => ({
    answer: postJson("dev", devUrl(context, "/classify"), { pixels: drawNoise(token(context.runSeed, "no-key")) }),
  }),
  judge: ({ answer }, { track }) =>
    expectStatus("POST /classify without a key", answer, track === "python" ? [401, 422] : 401),
  hint: "Check the header in a hook or dependency that runs before the handler, and refuse when it is missing.",
})
