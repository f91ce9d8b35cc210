import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { prodClone } from "../library/prod-clone.js"
import { nestedClone } from "../library/nested-clone.js"

/** Superseded by later tags: then v0.1 has to be part of the history. */
export default defineCheck({
  id: "b3.catchup-prod",
  title: "prod has a clone on v0.1 or beyond that belongs to the service's account",
  host: "prod",
  optional: true,
  probes: (context) => ({ clone: prodClone(context), nested: nestedClone(context) }),
  judge: ({ clone, nested }, { settings }) =>
    all(
      expect(clone.has("exists") || !nested.has("nested"), {
        message: "The clone on prod lies one folder too deep.",
        expected: settings.prodRepo,
        actual: nested.get("nested"),
        hint: `Name the folder when you clone, and let it be empty: \`git clone URL ${settings.prodRepo}\`.`,
      }),
      expect(clone.has("exists"), {
        message: `${settings.prodRepo} on prod is no clone.`,
        expected: "a clone of the repository",
        actual: clone.get("problem"),
      }),
      expect(!clone.has("foreign"), {
        message: `Files of the clone on prod do not belong to ${settings.serviceUser}.`,
        expected: `owner ${settings.serviceUser}`,
        actual: clone.get("foreign"),
        hint: `\`sudo chown -R ${settings.serviceUser}: ${settings.prodRepo}\`, and no sudo in front of Git any more.`,
      }),
      expect(clone.has("holdsrelease"), {
        message: "The history on prod does not contain the tag v0.1.",
        expected: "v0.1 in the history of HEAD",
        actual: clone.get("head").slice(0, 12),
        hint: "`git fetch --tags origin`, then `git reset --hard v0.1`.",
      }),
    ),
  hint: "As the service's account: clone over HTTPS into the folder of block 2, and reset to v0.1.",
})
