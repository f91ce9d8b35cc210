import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, unobserved } from "../../src/engine/verdict.js"
import { gitContents, LARGE_MEGABYTES } from "../library/git-contents.js"

export default defineCheck({
  id: "b2.hygiene",
  title: "No commit of any branch or tag holds secrets, data, models or large files",
  host: "dev",
  points: 2,
  needs: ["b2.repo-place"],
  probes: (context) => ({ contents: gitContents(context) }),
  judge: ({ contents }) => {
    if (contents.has("empty")) return consequenceOf("b2.first-commit")
    const names = (when: string): string[] =>
      contents.all("unwanted").flatMap((line) => (line.startsWith(`${when} `) ? [line.slice(when.length + 1)] : []))
    const [now, once] = [names("now"), names("once")]
    const keys = contents.all("privatekey")
    return all(
      expect(keys.length === 0, {
        message: `A private key was committed: ${keys.join(", ")}.`,
        expected: "no key material in any commit",
        actual: keys.join(", "),
        hint: "Whoever has the history has the key: revoke it and make another, then take the file out of every commit.",
      }),
      expect(now.length === 0, {
        message: `Git tracks what must stay out of it: ${now.join(", ")}.`,
        expected: "neither secrets nor data nor models",
        actual: now.join(", "),
        hint: "`git rm --cached` takes it out of the next commit only. Change the secret, ignore the file, rewrite the commits before you push.",
      }),
      expect(once.length === 0, {
        message: `The history still holds ${once.join(", ")}, though it was deleted later.`,
        expected: "no commit with it, in any branch or tag",
        actual: once.join(", "),
        hint: "Deleted in a later commit is leaked all the same. Change the secret, then rewrite the commits that hold it, before you push.",
      }),
      expect(!contents.has("large"), {
        message: `A file of more than ${LARGE_MEGABYTES} MB was committed.`,
        expected: `no file above ${LARGE_MEGABYTES} MB`,
        actual: contents
          .all("large")
          .map((line) => line.replace(" ", " MB: "))
          .join(", "),
        hint: "Every clone carries it for ever: fetch such files with a script, and rewrite the commit before you push.",
      }),
      () =>
        contents.get("shallow") === "true"
          ? unobserved("The clone on dev is shallow, so most of the history cannot be seen: `git fetch --unshallow`.")
          : all(),
    )
  },
  hint: "Keep secrets, data and models out of every commit: .gitignore first, `git add` with names, and `git status` before each commit.",
})
