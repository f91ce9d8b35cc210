import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitRemote } from "../library/git-remote.js"
import { isPlaceholder, ownerOf, parseGitUrl, samePath } from "../library/git-url.js"
import { prodClone } from "../library/prod-clone.js"

export default defineCheck({
  id: "b2.origin-prod",
  title: "prod pulls the student's repository over HTTPS",
  host: "prod",
  needs: ["b2.git-prod", "b2.opt-owner", "b2.origin-dev"],
  probes: (context) => ({ clone: prodClone(context), remote: gitRemote(context) }),
  judge: ({ clone, remote }, { settings }) => {
    if (remote.push === "") return consequenceOf("b2.origin-dev")
    const origin = clone.get("origin")
    const url = parseGitUrl(origin)
    // What everybody reads: as course.yaml has it, or what belongs to the place dev pushes to.
    const wanted = parseGitUrl(remote.pull)
    const plain = wanted.kind === "http"
    return all(
      expect(clone.has("exists"), {
        message: `${settings.prodRepo} on prod is no clone.`,
        expected: "a clone of the repository",
        actual: clone.get("problem"),
        hint: `\`git clone ${remote.pull} ${settings.prodRepo}\`, as ${settings.serviceUser}.`,
      }),
      expect(origin !== "", {
        message: "The repository on prod has no remote called origin.",
        expected: remote.pull,
        actual: "(none)",
      }),
      expect(url.kind !== "ssh", {
        message: "prod pulls over SSH, for which it would need a key of its own at the Git host.",
        expected: remote.pull,
        actual: origin,
      }),
      expect(url.kind === "https" || (plain && url.kind === "http"), {
        message: "prod does not pull over HTTPS.",
        expected: remote.pull,
        actual: origin,
      }),
      expect(!isPlaceholder(ownerOf(url)) || samePath(url, wanted), {
        message: "origin on prod still has the placeholder of the notes where your account belongs.",
        expected: remote.pull,
        actual: origin,
      }),
      expect(samePath(url, wanted) && url.host.toLowerCase() === wanted.host.toLowerCase(), {
        message: "prod pulls from another repository than dev pushes to.",
        expected: remote.pull,
        actual: origin,
        hint: `After a catch-up, origin may still be the course's repository: \`git remote set-url origin ${remote.pull}\`.`,
      }),
    )
  },
  hint: "On prod: `git remote set-url origin URL`, with the HTTPS address of your repository.",
})
