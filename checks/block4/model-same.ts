import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect, pass } from "../../src/engine/verdict.js"
import { majorOf, modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.model-same",
  title: "dev and prod have the same model, bit by bit",
  host: "prod",
  points: 2,
  needs: ["b4.model-prod", "b4.model-dev"],
  probes: (context) => ({ dev: modelFiles(context, "dev"), prod: modelFiles(context, "prod") }),
  judge: ({ dev, prod }) => {
    if (!dev.has("sha")) return consequenceOf("b4.model-dev")
    // The optional exercise 4.4 takes dev alone to a second release.
    if (majorOf(dev.get("version")) >= 2 && majorOf(prod.get("version")) === 1)
      return pass(`dev has moved on to ${dev.get("version")}.`)
    return expect(dev.get("sha") === prod.get("sha"), {
      message: "The model files on dev and prod differ.",
      expected: `as on dev: ${dev.get("sha").slice(0, 16)} (${dev.get("version") || "no version"})`,
      actual: `${prod.get("sha").slice(0, 16)} (${prod.get("version") || "no version"})`,
    })
  },
  hint: "Bring MODEL_REPO and MODEL_VERSION of the two .env files together and run ./setup-server.sh on both.",
})
