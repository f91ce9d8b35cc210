import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { pinnedPackages, placesOf } from "../library/pinned-packages.js"

/** What prod leaves out is what only development needs; while dev is ahead, packages that dev pins otherwise are not compared. */
export default defineCheck({
  id: "b3.same-deps",
  title: "Every pinned package has the same version on dev and on prod",
  host: "prod",
  points: 2,
  needs: ["b3.pins-complete"],
  probes: (context) => ({ dev: pinnedPackages(context, "dev"), prod: pinnedPackages(context, "prod") }),
  judge: ({ dev, prod }, { track }) => {
    const file = track === "python" ? "requirements.txt" : "package-lock.json"
    if (!prod.has("repository")) return consequenceOf("b3.prod-head")
    const here = placesOf(dev)
    const apart = [...placesOf(prod)].flatMap(([place, { pinned, installed }]) => {
      const other = here.get(place)
      const comparable = other?.pinned === pinned && other.installed !== "-" && installed !== "-"
      return comparable && other.installed !== installed ? [`${place} ${other.installed} (prod: ${installed})`] : []
    })
    return all(
      expect(prod.has("file") && (track === "python" || prod.has("lock")), {
        message: `prod's clone has no ${file}.`,
        expected: file,
        actual: "(none)",
        hint: "`git pull origin main` on prod.",
      }),
      expect(prod.has("environment"), {
        message: "The packages were never installed on prod.",
        expected: track === "python" ? ".venv" : "node_modules",
        actual: "(none)",
      }),
      expect(!prod.has("missing"), {
        message: "prod lacks packages that are pinned.",
        expected: "all of them",
        actual: prod.all("missing").slice(0, 6).join(", "),
      }),
      expect(!prod.has("differs") && apart.length === 0, {
        message: "prod has other versions installed than the pins name.",
        expected: "the pinned versions",
        actual: [
          ...prod.all("differs").map((line) => line.replace(/^(\S+) (\S+) (\S+)$/, "$1 $2 (prod: $3)")),
          ...apart,
        ]
          .slice(0, 6)
          .join(", "),
        hint: "Installed without the file, or with `npm install`: use `npm ci`, or `.venv/bin/pip install -r requirements.txt`.",
      }),
    )
  },
  hint: "On prod, in the repository: `npm ci`, or `python3 -m venv .venv` and `.venv/bin/pip install -r requirements.txt`.",
})
