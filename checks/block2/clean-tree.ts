import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

export default defineCheck({
  id: "b2.clean-tree",
  title: "The work tree on dev is clean",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () => {
      const { changes } = history
      const unmerged = changes.filter((line) => /^(U.|.U|AA|DD)/.test(line))
      const backups = changes.filter((line) => /(~|\.bak|\.orig|\.swp|\.save)"?$/.test(line))
      return expect(changes.length === 0, {
        message:
          unmerged.length > 0
            ? "A merge was begun and not finished."
            : backups.length === changes.length
              ? "Backup files of an editor lie in the work tree."
              : "Some changes on dev are in no commit.",
        expected: "nothing to commit",
        actual: `${changes.length} changed or untracked files`,
        excerpt: changes.join("\n"),
        ...(unmerged.length > 0
          ? { hint: "Resolve the files that `git status` calls unmerged, `git add` them, and commit." }
          : backups.length === changes.length
            ? { hint: "Delete them, and give .gitignore a pattern for them." }
            : {}),
      })
    }),
  hint: "`git status` lists them: commit what belongs together, ignore what never does, `git restore` what was a try.",
})
