import { Flags } from "@oclif/core"

/** The flags of every command that reads an inventory. */
export const inventoryFlags = {
  inventory: Flags.string({
    description: "The course.yaml to use; else the one in this folder or above it.",
    helpValue: "FILE",
    helpGroup: "HOSTS",
    exclusive: ["lab"],
  }),
  lab: Flags.string({
    description: "Use the hosts of a lab: `--lab` for the one called default, `--lab=NAME` for another.",
    helpValue: "[NAME]",
    helpGroup: "HOSTS",
  }),
}

/** What was given for them. */
export interface InventoryChoice {
  inventory?: string | undefined
  lab?: string | undefined
}
