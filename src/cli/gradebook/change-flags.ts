import { Flags } from "@oclif/core"
import { accountAndMachine } from "./who.js"

/** Who makes a change: said, or the account and the machine. */
export const whoFlag = {
  who: Flags.string({
    description: "Who decides this; else your account and machine.",
    helpValue: "NAME",
    default: async () => accountAndMachine(),
    defaultHelp: async () => "",
    noCacheDefault: true,
  }),
}

/** The reason of a decision, which stands where the points are. */
export const whyFlag = {
  why: Flags.string({ description: "The reason, as the student may read it.", helpValue: "TEXT", required: true }),
}
