import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { devRepository, onRemote } from "../library/repository.js"

const BUILT = /(^|\/)(__pycache__|node_modules|\.venv|dist|coverage|\.pytest_cache)\/|\.(pyc|pyo|tsbuildinfo)$/

export default defineCheck({
  id: "b4.no-build-output",
  title: "The remote's main holds nothing that is built or installed",
  host: "dev",
  needs: ["b4.code-pushed"],
  probes: (context) => ({ repository: devRepository(context) }),
  judge: ({ repository }) =>
    onRemote(repository, () => {
      const built = [...repository.remoteFiles.keys()].filter((path) => BUILT.test(path))
      const folders = [
        ...new Set(
          built.map(
            (path) =>
              /^.*?(__pycache__|node_modules|\.venv|dist|coverage|\.pytest_cache)(?=\/)/.exec(path)?.[0] ?? path,
          ),
        ),
      ]
      return expect(built.length === 0, {
        message: `The remote's main tracks ${folders.slice(0, 3).join(", ")}.`,
        expected: "sources only",
        actual: `${built.length} files, such as ${built[0]}`,
      })
    }),
  hint: "`git rm -r --cached` the folder, add it to .gitignore, commit and push; amend with `--force-with-lease` only while nobody has pulled.",
})
