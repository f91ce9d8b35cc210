import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { declaredAddress, isDeclared } from "../library/declared-address.js"

/** Whatever renders netplan's files, and whoever else may set addresses at boot: what counts is that the address comes back. */
export default defineCheck({
  id: "b1.netplan-declared",
  title: "The addresses are written down, so that they survive a reboot",
  host: "prod",
  needs: ["b1.static-dev", "b1.static-prod"],
  probes: (context) => ({ dev: declaredAddress("dev", context), prod: declaredAddress("prod", context) }),
  judge: ({ dev, prod }, context) => all(isDeclared("dev", dev, context), isDeclared("prod", prod, context)),
  hint: "What `ip addr add` sets is gone after a reboot: write it into a file below /etc/netplan, then `sudo netplan apply`.",
})
