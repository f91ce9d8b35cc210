import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { nodePath } from "../library/node-path.js"
import { envValueFunction } from "../library/env-file.js"
import { devRepository, inRepository } from "../library/repository.js"
import { lines } from "../../src/engine/shell.js"

export default defineCheck({
  id: "b5.catchup",
  title: "dev stands on v0.3: history, model and predict script",
  host: "dev",
  optional: true,
  probes: (context) => ({
    repository: devRepository(context),
    run: facts(
      "dev",
      lines(
        envValueFunction,
        sh`
cd ${context.settings.devRepo} || exit 0
env_value .env MODEL_PATH && [ -s "$value" ] && fact model yes
${nodePath}
if [ -f predict.py ]; then output=$(timeout 25 .venv/bin/python predict.py 2>&1); status=$?
elif [ -f predict.ts ]; then output=$(timeout 25 npx --no-install tsx predict.ts 2>&1); status=$?
else exit 0; fi
fact status "$status"
fact last "$(tail -n 1 <<<"$output")"`,
      ),
      { effects: "runs the predict script on dev", beside: true, timeoutMs: 30_000 },
    ),
  }),
  judge: ({ repository, run }) =>
    inRepository(repository, () =>
      all(
        expect(repository.tags.get("v0.3")?.inHead === true, {
          message: "The history on dev does not contain the tag v0.3.",
          expected: "v0.3 in the history of HEAD",
          actual: repository.tags.has("v0.3") ? "v0.3 exists, but not in this history" : "no tag v0.3",
        }),
        expect(run.get("model") === "yes", {
          message: "The model file that .env names with MODEL_PATH is not there.",
          expected: "a model file",
          actual: "(none)",
          hint: "Complete .env first, then run ./setup-server.sh: without MODEL_REPO and MODEL_VERSION it pulls no model.",
        }),
        expect(run.has("status"), {
          message: "There is no predict script at the root of the repository.",
          expected: "predict.py or predict.ts",
          actual: "(none)",
        }),
        expect(run.get("status") === "0", {
          message: "The predict script fails.",
          expected: "exit status 0",
          actual: `exit status ${run.get("status")}`,
          excerpt: run.get("last"),
          hint: "Install the pinned packages and start it from the root of the repository.",
        }),
      ),
    ),
  hint: "Bring dev to v0.3: tracked files, then .env, then ./setup-server.sh, then the pinned packages.",
})
