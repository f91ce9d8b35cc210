import { defineCheck } from "../../src/engine/check.js"
import { judgeCard } from "../library/model-verdicts.js"
import { modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.card-dev",
  title: "The model card lies beside the model on dev, with its four sections",
  host: "dev",
  needs: ["b4.model-dev"],
  probes: (context) => ({ files: modelFiles(context, "dev") }),
  judge: ({ files }) => judgeCard("dev", files),
  hint: "Let the stanza of setup-server.sh copy MODELCARD.md as well, and run it again.",
})
