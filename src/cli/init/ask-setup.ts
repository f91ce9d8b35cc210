import { confirm, input, select } from "@inquirer/prompts"
import { track } from "../../engine/context.js"
import { oneLine } from "../../reporters/escape.js"
import { LECTURE, nameOf, type FoundEntry, type Seen, type SetupRole } from "../../setup/candidate.js"
import { newKeyFile, presentKeys } from "../../setup/key-pair.js"
import { answers } from "../../setup/search.js"
import type { InventoryDraft } from "./draft-inventory.js"
import { readAddress } from "./read-address.js"

/** Everything goes to standard error: standard output is for what a command tells. */
const TERMINAL = { output: process.stderr }

/** Asks for the language and the two machines; what was found or given is offered. */
export async function askMachines(given: InventoryDraft, seen: readonly Seen[]): Promise<InventoryDraft> {
  const chosen = await select(
    { message: "The service is written in", choices: track.options, default: given.track },
    TERMINAL,
  )
  const dev = await askMachine("dev", given.dev, seen)
  return { ...given, track: chosen, dev, prod: await askMachine("prod", given.prod, seen) }
}

async function askMachine(role: SetupRole, proposed: FoundEntry, seen: readonly Seen[]): Promise<FoundEntry> {
  const fitting = seen.filter((each) => answers(each) && (each.role === role || each.role === undefined))
  const other = "another address, or an alias of ~/.ssh/config"
  const picked =
    fitting.length === 0
      ? undefined
      : await select<Seen | undefined>(
          {
            message: `Which machine is ${role}?`,
            choices: [
              ...fitting.map((each) => ({ name: oneLine(`${nameOf(each)} (${each.source})`), value: each })),
              { name: other, value: undefined },
            ],
          },
          TERMINAL,
        )
  const entry = picked?.entry ?? (await askAddress(role, proposed))
  if (entry.transport === "local") return entry
  const user = await input(
    { message: `Account on ${role}`, default: entry.user ?? proposed.user ?? LECTURE[role].user, validate: required },
    TERMINAL,
  )
  return { ...entry, user: user.trim() }
}

async function askAddress(role: SetupRole, { address }: FoundEntry): Promise<FoundEntry> {
  const text = await input(
    {
      message: `Address of ${role}, with :PORT where it is not 22, or its alias in ~/.ssh/config`,
      default: address ?? LECTURE[role].address,
      validate: required,
    },
    TERMINAL,
  )
  return readAddress(text)
}

/** Which key to log in with: a file, a new one to be made there, or the usual ones and the agent. */
export type KeyChoice = { file: string; make: boolean } | undefined

/** Asks for the key. */
export async function askKey(given: string | undefined, home: string): Promise<KeyChoice> {
  if (given !== undefined) return { file: given, make: false }
  const present = presentKeys(home)
  const fresh = newKeyFile(home)
  return await select<KeyChoice>(
    {
      message: "Which key logs in?",
      choices: [
        ...present.map((file) => ({ name: file, value: { file, make: false } })),
        ...(present.includes(fresh) ? [] : [{ name: `a new one, ${fresh}`, value: { file: fresh, make: true } }]),
        { name: "the usual ones of this account, or its SSH agent", value: undefined },
      ],
    },
    TERMINAL,
  )
}

/** Asks whether to put the key on the machines. */
export async function confirmInstalling(roles: readonly SetupRole[]): Promise<boolean> {
  const message = `Put its public part on ${roles.join(" and ")}? Where it is not yet, the account's password is asked once.`
  return await confirm({ message, default: true }, TERMINAL)
}

/** Asks whether to keep what did not work. */
export async function confirmWriting(file: string): Promise<boolean> {
  return await confirm({ message: `Not everything works yet. Write ${file} all the same?`, default: true }, TERMINAL)
}

function required(text: string): true | string {
  return text.trim() !== "" || "This is needed."
}
