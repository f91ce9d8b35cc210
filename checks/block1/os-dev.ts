import { defineCheck } from "../../src/engine/check.js"
import { machine } from "../library/machine.js"
import { operatingSystem } from "../library/operating-system.js"

export default defineCheck({
  id: "b1.os-dev",
  title: "dev runs the distribution of the course in a release with long support",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context) }),
  judge: ({ dev }, context) => operatingSystem("dev", dev, context),
  hint: "Install the LTS image anew; releases are upgraded with `sudo do-release-upgrade`.",
})
