import type { Context } from "../../src/engine/context.js"
import { expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"

export interface Entry {
  kind: string
  mode: string
  owner: string
}

/** A file or folder of the workshop, wherever links lead; undefined when it is not there. */
export function entry(found: Facts, name: "workshop" | "workshop/notes.txt"): Entry | undefined {
  if (!found.has(name)) return undefined
  const [kind = "", mode = "", owner = ""] = found.get(name).split("|")
  return { kind, mode, owner }
}

/** Does it belong to the account that a person works with? */
export function isOwn(path: string, { owner }: Entry, { settings }: Context, repair: string): Verdict {
  return expect(owner === settings.devUser, {
    message: `${path} belongs to ${owner}.`,
    expected: settings.devUser,
    actual: owner,
    hint: `What sudo makes belongs to root: ${repair}`,
  })
}
