import { defineCheck } from "../../src/engine/check.js"
import { machine } from "../library/machine.js"
import { staticAddress } from "../library/static-address.js"

export default defineCheck({
  id: "b1.static-prod",
  title: "prod has its own address in the shared network, on one interface",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context) }),
  judge: ({ prod }, context) => staticAddress("prod", prod, context),
  hint: "Compare the interface's name in the netplan file with `ip a`, indent by blanks, then `sudo netplan apply`.",
})
