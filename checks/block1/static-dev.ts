import { defineCheck } from "../../src/engine/check.js"
import { machine } from "../library/machine.js"
import { staticAddress } from "../library/static-address.js"

export default defineCheck({
  id: "b1.static-dev",
  title: "dev has its own address in the shared network, on one interface",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context) }),
  judge: ({ dev }, context) => staticAddress("dev", dev, context),
  hint: "Compare the interface's name in the netplan file with `ip a`, indent by blanks, then `sudo netplan apply`.",
})
