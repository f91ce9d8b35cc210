import { defineCheck } from "../../src/engine/check.js"
import { machine } from "../library/machine.js"
import { operatingSystem } from "../library/operating-system.js"

export default defineCheck({
  id: "b1.os-prod",
  title: "prod runs the distribution of the course in a release with long support",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context) }),
  judge: ({ prod }, context) => operatingSystem("prod", prod, context),
  hint: "Install the LTS image anew; releases are upgraded with `sudo do-release-upgrade`.",
})
