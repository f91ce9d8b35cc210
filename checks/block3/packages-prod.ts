import { defineCheck } from "../../src/engine/check.js"
import { judgePackages, systemPackages } from "../library/system-packages.js"

export default defineCheck({
  id: "b3.packages-prod",
  title: "The packages of the setup script are installed on prod",
  host: "prod",
  needs: ["b3.script-pushed"],
  probes: (context) => ({ packages: systemPackages(context, "prod") }),
  judge: ({ packages }, context) => judgePackages("prod", packages, context),
  hint: "Run `./setup-server.sh` on prod after the pull, and type no package by hand: what is in no script is lost on the next machine.",
})
