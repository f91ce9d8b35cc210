import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { manifest } from "../library/manifest.js"

export default defineCheck({
  id: "b3.manifest",
  title: "A manifest names the direct dependencies alone, and a lock resolves them",
  host: "dev",
  optional: true,
  needs: ["b3.pins-exact"],
  probes: (context) => ({ found: manifest(context) }),
  judge: ({ found }, { track }) =>
    all(
      expect(found.has("manifest"), {
        message: "No manifest names the direct dependencies.",
        expected: track === "python" ? "pyproject.toml or requirements.in" : "package.json",
        actual: "(none)",
      }),
      expect(found.has("lock"), {
        message: "No lock resolves what the manifest names.",
        expected:
          track === "python" ? "uv.lock, poetry.lock, pdm.lock or a compiled requirements.txt" : "package-lock.json",
        actual: "(none)",
      }),
      expect(!found.has("transitive"), {
        message: "The manifest names packages that only others need.",
        expected: "what the project itself uses",
        actual: found.all("transitive").slice(0, 6).join(", "),
        hint: "Take them out of the manifest; the lock brings them all the same.",
      }),
      expect(!found.has("unresolved"), {
        message: "The lock does not resolve all that the manifest names.",
        expected: "an entry for each",
        actual: found.all("unresolved").slice(0, 6).join(", "),
      }),
    ),
  hint: "Keep what you asked for in package.json (or pyproject.toml), and leave what it brings to the lock file.",
})
