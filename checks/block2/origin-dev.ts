import { defineCheck } from "../../src/engine/check.js"
import type { Settings } from "../../src/engine/context.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import { gitRemote, type Remote } from "../library/git-remote.js"
import { isPlaceholder, ownerOf, parseGitUrl, samePath, type GitUrl } from "../library/git-url.js"

export default defineCheck({
  id: "b2.origin-dev",
  title: "dev pushes to the student's repository over SSH",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ remote: gitRemote(context) }),
  judge: ({ remote }, { settings }) => {
    const url = parseGitUrl(remote.push)
    return all(
      expect(remote.push !== "", {
        message: "dev has no remote called origin.",
        expected: "origin",
        actual: "(none)",
      }),
      expect(url.kind !== "https" && url.kind !== "http", {
        message: "dev pushes over HTTPS, which asks for a password that Git hosts no longer take.",
        expected: "a URL of the form git@HOST:ACCOUNT/REPOSITORY.git",
        actual: remote.push,
        hint: "`git remote set-url origin git@HOST:ACCOUNT/REPOSITORY.git`.",
      }),
      expect(url.kind === "ssh", {
        message: "origin is no repository on a Git host.",
        expected: "a URL of the form git@HOST:ACCOUNT/REPOSITORY.git",
        actual: remote.push,
      }),
      () => judgeOwner(url, remote, settings),
    )
  },
  hint: "`git remote add origin git@HOST:ACCOUNT/REPOSITORY.git`, with the address that the Git host shows.",
})

/** Whose it is: as course.yaml has it, else that of the account, or of a group with folders below it. */
function judgeOwner(url: GitUrl, { push }: Remote, { remote, gitAccount }: Settings): Verdict {
  const owner = ownerOf(url)
  const wanted = parseGitUrl(remote)
  if (remote !== "" && samePath(url, wanted)) return all()
  const own = gitAccount === "" || owner.toLowerCase() === gitAccount.toLowerCase()
  return all(
    expect(!isPlaceholder(owner) || (gitAccount !== "" && own), {
      message: "origin still has the placeholder of the notes where your account belongs.",
      expected: gitAccount || "your account",
      actual: push,
    }),
    expect(remote === "", {
      message: "origin is not the repository that course.yaml names.",
      expected: remote,
      actual: push,
    }),
    expect(own || url.path.split("/").length > 2, {
      message: "origin belongs to another account.",
      expected: gitAccount,
      actual: push,
    }),
  )
}
