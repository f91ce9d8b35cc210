import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

export default defineCheck({
  id: "b4.pandas",
  title: "pandas is pinned by its name",
  host: "dev",
  optional: true,
  track: "python",
  probes: ({ settings }) => ({
    pins: facts(
      "dev",
      sh`
cd ${settings.devRepo} 2>/dev/null || exit 0
for file in requirements.txt requirements.in pyproject.toml; do
  git show "HEAD:$file" 2>/dev/null | tr -d '\r' | grep -iE "^[[:space:]\"']*pandas([^a-z0-9_-]|$)" | sed -E "s/^[[:space:]\"']*//; s/[\"',[:space:]]*(#.*)?$//" | sed "s/^/pin=/"
done
exit 0`,
    ),
  }),
  judge: ({ pins }) => {
    const pin = pins.get("pin")
    return all(
      expect(pin !== "", {
        message: "requirements.txt does not name pandas.",
        expected: "pandas==...",
        actual: "(none)",
      }),
      expect(
        pins.all("pin").some((line) => /===?\s*[0-9]/.test(line) && !line.includes("*")),
        {
          message: "pandas is not pinned to one version.",
          expected: "pandas==...",
          actual: pin,
        },
      ),
    )
  },
  hint: "`.venv/bin/pip install pandas`, freeze again, commit: what the loader of MNIST asks for should not depend on chance.",
})
