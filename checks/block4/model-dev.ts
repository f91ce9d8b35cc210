import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf } from "../../src/engine/verdict.js"
import { judgeModelFile } from "../library/model-verdicts.js"
import { modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.model-dev",
  title: "dev has the model file that .env names",
  host: "dev",
  probes: (context) => ({ files: modelFiles(context, "dev") }),
  judge: ({ files }) => {
    const pinned = ["MODEL_REPO", "MODEL_VERSION"].every((name) => files.all("set").includes(name))
    return files.has("model") || pinned ? judgeModelFile("dev", files) : consequenceOf("b4.pin-env")
  },
  hint: "Run ./setup-server.sh from the root of the repository, with MODEL_REPO, MODEL_VERSION and MODEL_PATH set in .env.",
})
