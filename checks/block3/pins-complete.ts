import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { pinnedPackages } from "../library/pinned-packages.js"

export default defineCheck({
  id: "b3.pins-complete",
  title: "What is pinned is what is installed on dev, neither more nor less",
  host: "dev",
  points: 2,
  needs: ["b3.pins-exact", "b3.env-present"],
  probes: (context) => ({ pins: pinnedPackages(context, "dev") }),
  judge: ({ pins }, { track }) => {
    const few = (name: string): string => pins.all(name).slice(0, 6).join(", ")
    const missing = [...pins.all("missing"), ...pins.all("devmissing")]
    const direct = pins.all("direct")
    return all(
      expect(!pins.has("extra"), {
        message: "Packages are installed that no pin names.",
        expected: "every installed package pinned",
        actual: few("extra"),
        hint:
          track === "python"
            ? "Frozen before the last install, or outside the environment: activate it, and `pip freeze > requirements.txt` again."
            : "Installed with --no-save: `npm install --save-exact NAME` keeps it, `npm ci` removes it.",
      }),
      expect(missing.length === 0, {
        message: "Some pinned packages are not installed.",
        expected: "all of them",
        actual: missing.slice(0, 6).join(", "),
      }),
      expect(!pins.has("differs"), {
        message: "Installed and pinned versions differ on dev.",
        expected: "the pinned versions",
        actual: pins
          .all("differs")
          .slice(0, 6)
          .map((line) => line.replace(/^(\S+) (\S+) (\S+)$/, "$1 $2 (installed: $3)"))
          .join(", "),
      }),
      expect(direct.length > 0, {
        message: "The pins name none of the direct dependencies.",
        expected: "the packages that the project asks for",
        actual: "(none)",
      }),
      () =>
        expect(pins.number("pinned") > direct.length, {
          message: "Only the direct dependencies are pinned, and not what they bring with them.",
          expected: `more than ${direct.length} packages`,
          actual: pins.get("pinned"),
          hint: "Write the complete list: `pip freeze > requirements.txt` inside the environment.",
        }),
    )
  },
  hint: "Bring both together: `npm ci`, or `.venv/bin/pip install -r requirements.txt`.",
})
