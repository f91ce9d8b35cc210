import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { prodClone } from "../library/prod-clone.js"

export default defineCheck({
  id: "b2.opt-owner",
  title: "The clone on prod belongs to the service's account, down to the last file",
  host: "prod",
  probes: (context) => ({ clone: prodClone(context) }),
  judge: ({ clone }, { settings: { prodRepo, serviceUser } }) =>
    all(
      expect(clone.has("folder"), {
        message: `prod has no ${prodRepo}.`,
        expected: prodRepo,
        actual: clone.get("problem") || "(none)",
        hint: `\`sudo mkdir ${prodRepo} && sudo chown ${serviceUser}:${serviceUser} ${prodRepo}\`, then clone without sudo.`,
      }),
      expect(clone.has("group"), {
        message: `prod has no account ${serviceUser}.`,
        expected: serviceUser,
        actual: clone.get("problem"),
      }),
      expect(!clone.has("foreign"), {
        message: "Parts of the clone on prod belong to another account.",
        expected: `${serviceUser}:${clone.get("group")}`,
        actual: clone.get("foreign").split(" ")[0] ?? "",
        excerpt: clone.all("foreign").join("\n"),
        hint: `Cloned or pulled with sudo: \`sudo chown -R ${serviceUser}:${clone.get("group")} ${prodRepo}\`. Later pulls fail otherwise.`,
      }),
    ),
  hint: "`sudo` makes the folder and gives it away; everything after that is done without it.",
})
