import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { pinnedPackages } from "../library/pinned-packages.js"

const LOCK_VERSION = 3

/** In the committed state, so that what others install is what counts. */
export default defineCheck({
  id: "b3.pins-exact",
  title: "Every package is pinned to one version",
  host: "dev",
  probes: (context) => ({ pins: pinnedPackages(context, "dev") }),
  judge: ({ pins }, { track }) => {
    if (!pins.has("repository")) return consequenceOf("b3.script-root")
    const file = track === "python" ? "requirements.txt" : "package.json"
    const loose = pins.all("loose")
    return all(
      expect(pins.has("file"), {
        message: `No commit of dev's branch holds ${file}.`,
        expected: file,
        actual: "(none)",
      }),
      expect(!pins.has("invalid"), {
        message: `${pins.get("invalid")} is not valid JSON.`,
        expected: "JSON",
        actual: pins.get("invalid"),
        hint: "A conflict may have been left in it: restore the file, then `npm install`, and commit what results.",
      }),
      expect(loose.length === 0, {
        message: "Some packages are not pinned to one version.",
        expected: track === "python" ? "name==version" : "versions without ^, ~, * or a tag",
        actual: loose.slice(0, 6).join(", "),
      }),
      expect(track === "python" || pins.has("lock"), {
        message: "No lock file pins what the direct dependencies bring with them.",
        expected: "package-lock.json in Git",
        actual: pins.get("otherlock") || "(none)",
        hint: "`npm install` writes package-lock.json: commit it, and never ignore it.",
      }),
      expect(track === "python" || Number(pins.get("lockversion")) >= LOCK_VERSION, {
        message: `The lock file has the format of an older npm.`,
        expected: `lockfileVersion ${LOCK_VERSION}`,
        actual: pins.get("lockversion"),
        hint: `\`npm install --lockfile-version ${LOCK_VERSION}\`, then commit package-lock.json.`,
      }),
      expect(!pins.has("unhashed"), {
        message: "The lock file names packages without a hash, so their content is not pinned.",
        expected: "integrity for each of them",
        actual: pins.all("unhashed").slice(0, 5).join(", "),
        hint: "Somebody edited the file: `rm -r node_modules package-lock.json`, `npm install`, and commit the new one.",
      }),
      expect(!pins.has("unlocked"), {
        message: "The lock file does not fit package.json, so `npm ci` refuses it.",
        expected: "the same versions in both",
        actual: pins
          .all("unlocked")
          .map((line) => line.replace(/^(\S+) (\S+) (\S+)$/, "$1 $2 against $3"))
          .join(", "),
        hint: "`npm install` once, and commit both files together.",
      }),
    )
  },
  hint: "`npm install --save-exact NAME` (or `save-exact=true` in .npmrc), or `pip freeze > requirements.txt`; then commit.",
})
