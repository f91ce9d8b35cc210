import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

export default defineCheck({
  id: "b5.pushed",
  title: "Unit, code, pins, example and script are on the remote",
  host: "dev",
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }, { track, settings }) =>
    onRemote(repository, () => {
      const files = [...repository.remoteFiles.keys()]
      const parts: [string, boolean][] = [
        [`deploy/${settings.unit}.service`, files.some((file) => file.endsWith(`${settings.unit}.service`))],
        [
          "the code of the service",
          files.some(
            (file) =>
              (track === "python" ? /\.py$/ : /^(src|app|server)\/.*\.(ts|js|mts|mjs)$/).test(file) &&
              !/^predict\./.test(file),
          ),
        ],
        [
          track === "python" ? "requirements.txt" : "package-lock.json",
          files.includes(track === "python" ? "requirements.txt" : "package-lock.json"),
        ],
        [".env.example", files.includes(".env.example")],
        ["setup-server.sh", files.includes("setup-server.sh")],
      ]
      const missing = parts.filter(([, there]) => !there).map(([part]) => part)
      return expect(missing.length === 0, {
        message: `The remote's main lacks ${missing.join(" and ")}.`,
        expected: parts.map(([part]) => part).join(", "),
        actual: `without ${missing.join(", ")}`,
      })
    }),
  hint: "`git status` and `git show --stat` show what the last commit held; add what is missing, commit and push.",
})
