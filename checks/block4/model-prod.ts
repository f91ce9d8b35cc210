import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { judgeCard, judgeModelFile } from "../library/model-verdicts.js"
import { modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.model-prod",
  title: "prod has the model and its card",
  host: "prod",
  probes: (context) => ({ files: modelFiles(context, "prod") }),
  judge: ({ files }, { settings }) => {
    const missing = ["MODEL_REPO", "MODEL_VERSION"].filter((name) => !files.all("set").includes(name))
    return all(
      expect(files.has("clone"), {
        message: `prod has no folder ${settings.prodRepo}.`,
        expected: settings.prodRepo,
        actual: "(none)",
      }),
      expect(files.has("model") || missing.length === 0, {
        message: `prod's .env does not set ${missing.join(" and ")}, so its script skips the model.`,
        expected: "both, as on dev",
        actual: `without ${missing.join(" and ")}`,
        hint: "A pull does not bring .env along: add the two lines on prod by hand, then run ./setup-server.sh.",
      }),
      () => judgeModelFile("prod", files),
      () => judgeCard("prod", files),
    )
  },
  hint: "On prod: pull, complete .env, run ./setup-server.sh.",
})
