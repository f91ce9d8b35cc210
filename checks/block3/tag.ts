import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { release } from "../library/release.js"
import { withMain } from "../library/remote-main.js"

const AGAIN =
  "Delete it on both sides (`git tag -d v0.2`, `git push origin :refs/tags/v0.2`), then tag your own state with `git tag -a v0.2` and push it by name."

export default defineCheck({
  id: "b3.tag",
  title: "The annotated tag v0.2 is on the remote, on main, and whole",
  host: "dev",
  points: 2,
  probes: (context) => ({ remote: release(context) }),
  judge: ({ remote }, { track }) =>
    withMain(remote, () => {
      const files = new Set(remote.all("tagfile"))
      const pins = track === "python" ? ["requirements.txt"] : ["package.json", "package-lock.json"]
      const missing = ["setup-server.sh", ...pins, ".env.example"].filter((name) => !files.has(name))
      return all(
        expect(remote.has("tagtype"), {
          message: "The remote has no tag v0.2.",
          expected: "v0.2 on the remote",
          actual: remote.has("taglocal") ? "v0.2 on dev only" : "no tag v0.2",
          hint: remote.has("taglocal")
            ? "A plain push leaves tags behind: `git push origin v0.2`."
            : "`git tag -a v0.2 -m '...'`, then `git push origin v0.2`.",
        }),
        expect(remote.has("tagonmain") || remote.has("tagown"), {
          message:
            "The tag v0.2 on the remote is not of your own work: its commit is somebody else's, and no part of your main.",
          expected: "a commit of main",
          actual: remote.get("tagcommit").slice(0, 12),
          hint: `A catch-up that pushed all tags leaves those of the course behind. ${AGAIN}`,
        }),
        expect(remote.has("tagonmain"), {
          message: "The tag v0.2 does not lie on the remote's main.",
          expected: "a commit of main",
          actual: remote.get("tagcommit").slice(0, 12),
          hint: AGAIN,
        }),
        expect(remote.get("tagtype") === "tag", {
          message: "The tag v0.2 on the remote is lightweight.",
          expected: "an annotated tag",
          actual: "a plain reference",
          hint: AGAIN,
        }),
        expect(missing.length === 0, {
          message: `The state that v0.2 names lacks ${missing.join(" and ")}.`,
          expected: ["setup-server.sh", ...pins, ".env.example"].join(", "),
          actual: `without ${missing.join(", ")}`,
          hint: AGAIN,
        }),
      )
    }),
  hint: "Tag the state in which both machines were set up: `git tag -a v0.2 -m '...'` and `git push origin v0.2`.",
})
