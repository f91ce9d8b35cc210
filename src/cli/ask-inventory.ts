import { confirm, input, select } from "@inquirer/prompts"
import { track } from "../engine/context.js"
import type { InventoryDraft } from "./draft-inventory.js"

/** Asks for everything in a course.yaml; what is given is offered. */
export async function askInventory(given: InventoryDraft): Promise<InventoryDraft> {
  const required = (text: string): true | string => text.trim() !== "" || "This is needed."
  const host = async (role: "dev" | "prod"): Promise<InventoryDraft["dev"]> => ({
    address: await input({
      message: `Address of ${role}, or its alias in ~/.ssh/config`,
      default: given[role].address,
      validate: required,
    }),
    user: await input({ message: `Account on ${role}`, default: given[role].user, validate: required }),
  })
  const chosen = await select({ message: "The service is written in", choices: track.options, default: given.track })
  const [dev, prod] = [await host("dev"), await host("prod")]
  const identity = await input({
    message: "Private key to log in with (empty: the usual ones)",
    ...(given.identity === undefined ? {} : { default: given.identity }),
  })
  return { track: chosen, dev, prod, identity: identity.trim() === "" ? undefined : identity.trim() }
}

/** Asks whether to keep what did not work. */
export async function confirmWriting(file: string): Promise<boolean> {
  return confirm({ message: `Not everything works yet. Write ${file} all the same?`, default: true })
}
