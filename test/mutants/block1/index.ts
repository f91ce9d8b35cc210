import type { Campaign } from "../campaign.js"
import { answerMutants } from "./answers.js"
import { devMutants } from "./dev.js"
import { laptopMutants } from "./laptop.js"
import { prodMutants } from "./prod.js"
import { sshMutants } from "./ssh.js"
import { lookLikeVirtualMachines } from "./virtual-machines.js"
import { plantVirtualBox, removeVirtualBox } from "./virtualbox.js"

const ofMachines = [...prodMutants, ...sshMutants]

export default {
  block: 1,
  state: "v0.5",
  // In the order in which they are tried: those that both hosts see come after those of one host.
  mutants: [
    ...devMutants,
    ...ofMachines.filter(({ shared }) => !shared),
    ...ofMachines.filter(({ shared }) => shared),
    ...laptopMutants,
  ],
  answerMutants,
  across: ["b1.static-dev", "b1.ping", "b1.key-type", "b1.key-mode", "b1.key-comment", "b1.key-login"],
  prepare: async (lab) => {
    await plantVirtualBox()
    await lookLikeVirtualMachines(lab)
  },
  finish: removeVirtualBox,
} satisfies Campaign
