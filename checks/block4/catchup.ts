import { defineCheck } from "../../src/engine/check.js"
import { sh, lines } from "../../src/engine/shell.js"
import type { Context } from "../../src/engine/context.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "../library/command.js"
import { repoOn } from "../library/database-access.js"
import { modelFiles } from "../library/model-files.js"
import { nodePath } from "../library/node-path.js"
import { devRepository, inRepository, prodRepository, type Repository } from "../library/repository.js"

const PACKAGES = { typescript: ["onnxruntime-node", "zod", "dotenv"], python: ["sklearn", "joblib", "dotenv"] }

const IMPORTABLE = `import importlib.util, sys
for name in sys.argv[1:]:
    if importlib.util.find_spec(name) is not None: print("package=" + name)`

export default defineCheck({
  id: "b4.catchup",
  title: "dev and prod stand on v0.2: history, environment and a filled .env",
  host: "dev",
  optional: true,
  probes: (context) => ({
    dev: devRepository(context),
    prod: prodRepository(context),
    devFiles: modelFiles(context, "dev"),
    prodFiles: modelFiles(context, "prod"),
    devPackages: facts("dev", imports(context, "dev")),
    prodPackages: facts("prod", imports(context, "prod")),
  }),
  judge: ({ dev, prod, devFiles, prodFiles, devPackages, prodPackages }) =>
    all(
      () => judge("dev", dev, devFiles, devPackages),
      () => judge("prod", prod, prodFiles, prodPackages),
      () =>
        expect(prodFiles.get("debug") !== "on", {
          message: "prod's .env has DEBUG on, as the example has it.",
          expected: "DEBUG=false",
          actual: "on",
          hint: "Copying the example brings dev's values: set DEBUG=false on prod.",
        }),
    ),
  hint: "Two layers on both machines: reset to v0.2; then ./setup-server.sh, the pinned packages, and the missing lines of .env.",
})

/** Which of the lecture's packages the environment of the clone can import; a project may have chosen another one of the kind. */
function imports(context: Context, host: "dev" | "prod"): ReturnType<typeof sh> {
  const repo = repoOn(host, context)
  return context.track === "python"
    ? sh`
cd ${repo} 2>/dev/null || exit 0
[ -x .venv/bin/python ] || exit 0
fact environment yes
.venv/bin/python -B -c ${IMPORTABLE} ${PACKAGES.python} 2>/dev/null
exit 0`
    : lines(
        nodePath,
        sh`
cd ${repo} 2>/dev/null || exit 0
for folder in . ${`${repo}-releases/current`} ${`${repo}/current`}; do [ -d "$folder/node_modules" ] && cd "$folder" && break; done
[ -d node_modules ] || exit 0
fact environment yes
node -e 'for (const name of process.argv.slice(1)) try { require.resolve(name); console.log("package=" + name) } catch {}' ${PACKAGES.typescript} 2>/dev/null
exit 0`,
      )
}

function judge(host: "dev" | "prod", repository: Repository, files: Facts, packages: Facts): Verdict {
  return inRepository(repository, () =>
    all(
      expect(repository.tags.get("v0.2")?.inHead === true, {
        message: `The history on ${host} does not contain the tag v0.2.`,
        expected: "v0.2 in the history of HEAD",
        actual: repository.tags.has("v0.2") ? "v0.2 exists, but not in this history" : "no tag v0.2",
        hint: "`git fetch origin --tags`, park what is not committed, then bring main to it.",
      }),
      expect(packages.has("environment") && packages.has("package"), {
        message: `The environment on ${host} has none of the project's packages.`,
        expected: "the pinned packages",
        actual: packages.has("environment") ? "an empty environment" : "no environment",
        hint: "The reset restores tracked files only: install the pins as well.",
      }),
      expect(files.has("key") && !files.has("placeholder"), {
        message: `.env on ${host} is not filled in.`,
        expected: "a key of its own",
        actual: !files.has("env") ? "no .env" : files.has("key") ? "the placeholder" : "no key",
        hint: "Copy the example only where there is no .env, and put a key in; never copy it over a finished one.",
      }),
    ),
  )
}
