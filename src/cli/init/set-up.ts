import { existsSync } from "node:fs"
import { homedir } from "node:os"
import path from "node:path"
import type { Track } from "../../engine/context.js"
import { CourseError } from "../../errors/course-error.js"
import { resolveInventory } from "../../inventory/load-inventory.js"
import { expandPath } from "../../inventory/paths.js"
import { escapeTerminal } from "../../reporters/escape.js"
import { LECTURE, SETUP_ROLES, type FoundEntry, type Seen, type SetupRole } from "../../setup/candidate.js"
import { makeKeyPair, newKeyFile, publicKeyOf } from "../../setup/key-pair.js"
import { thisMachine } from "../../setup/own-machine.js"
import { greetBy, proposals, searchMachines } from "../../setup/search.js"
import { runProgram } from "../../setup/virtual-box.js"
import { openWorkspace, type Workspace } from "../../workspace/workspace.js"
import { diagnoseHost, type Diagnosis } from "../diagnose.js"
import { transportsOf } from "../observer.js"
import { colorLevel, unicodeOf } from "../streams.js"
import { askKey, askMachines, confirmInstalling } from "./ask-setup.js"
import { draftedFile, type InventoryDraft } from "./draft-inventory.js"
import { installKey } from "./install-key.js"
import { readAddress } from "./read-address.js"
import { showFound } from "./show-found.js"

/** What the command line says; with `yes` nothing is asked. */
export interface SetUpFlags {
  yes: boolean
  search: boolean
  connect: boolean
  track: Track
  identity: string | undefined
  dev: string | undefined
  "dev-user": string | undefined
  "dev-password-env": string | undefined
  prod: string | undefined
  "prod-user": string | undefined
  "prod-password-env": string | undefined
  "make-key": boolean
  "install-key": boolean
}

/** The steps of `course init`, from the search to the diagnosis. Each asks only what the flags leave open. */
export class SetUp {
  readonly #file: string
  readonly #flags: SetUpFlags
  readonly #note: (line: string) => void
  readonly #signal: AbortSignal
  readonly #home = homedir()

  /** @param file the course.yaml to be */
  constructor(
    file: string,
    flags: SetUpFlags,
    { note, signal }: { note: (line: string) => void; signal: AbortSignal },
  ) {
    this.#file = file
    this.#flags = flags
    this.#note = (line) => note(escapeTerminal(line))
    this.#signal = signal
  }

  /** Looks for the machines, unless all is said. */
  async search(): Promise<Seen[]> {
    const { yes, search, connect, dev, prod } = this.#flags
    if (!search || !connect || (yes && dev !== undefined && prod !== undefined)) return []
    this.#note("Looking for dev and prod ...")
    const view = { home: this.#home, env: process.env, machine: thisMachine(), run: runProgram }
    const seen = await searchMachines({ ...view, greet: greetBy(this.#home, process.env, this.#signal) })
    this.#signal.throwIfAborted()
    process.stderr.write(`${showFound(seen, { color: colorLevel(process.stderr), unicode: unicodeOf() })}\n`)
    return seen
  }

  /** Which machines they are. */
  async machines(seen: readonly Seen[]): Promise<InventoryDraft> {
    const proposed = proposals(seen)
    const entry = (role: SetupRole): FoundEntry => {
      const told = this.#flags[role]
      const known = told === undefined ? proposed[role].entry : readAddress(told)
      if (known.transport === "local") return known
      return { ...known, user: this.#flags[`${role}-user`] ?? known.user ?? LECTURE[role].user }
    }
    const { track, identity, yes } = this.#flags
    const draft: InventoryDraft = { track, identity, dev: entry("dev"), prod: entry("prod") }
    return yes ? draft : await askMachines(draft, seen)
  }

  /** With which key; makes it where that is wished. */
  async withKey(draft: InventoryDraft): Promise<InventoryDraft> {
    if (sshRoles(draft).length === 0) return draft
    const { yes, identity, "make-key": make } = this.#flags
    const wanted = this.#path(identity ?? newKeyFile(this.#home))
    const missing = make && !existsSync(wanted)
    if (yes) {
      if (missing) await this.#makeKey(wanted, "none")
      return make ? { ...draft, identity: identity ?? wanted } : draft
    }
    const choice = missing ? { file: wanted, make } : await askKey(identity, this.#home)
    if (choice?.make) await this.#makeKey(choice.file, "ask")
    return { ...draft, identity: choice?.file }
  }

  /** Puts the public key on the machines. @returns whether it is on all of them now */
  async installKey(draft: InventoryDraft): Promise<boolean> {
    const roles = sshRoles(draft)
    const { yes } = this.#flags
    const told = this.#flags["install-key"]
    if (roles.length === 0 || (!told && (yes || draft.identity === undefined))) return false
    if (draft.identity === undefined)
      throw new CourseError("COURSE_USAGE", "--install-key does not know which key to put on the machines.", {
        hint: "Add --identity FILE, or --make-key.",
      })
    const publicKey = await publicKeyOf(this.#path(draft.identity))
    if (!told && !(await confirmInstalling(roles))) return false
    const workspace = await this.#workspace()
    const hosts = this.#hosts(draft, (role) => this.#flags[`${role}-password-env`])
    let everywhere = true
    // One after the other, because each may ask for a password.
    for (const host of hosts) {
      const asks = process.stdin.isTTY && this.#flags[`${host.role as SetupRole}-password-env`] === undefined
      const transport = () => transportsOf({ workspace })
      const [note, signal] = [this.#note, this.#signal]
      if (host.transport === "ssh" && !(await installKey(host, { publicKey, transport, asks, note, signal })))
        everywhere = false
    }
    return everywhere
  }

  /** @param byKey the key has to do: no password is asked any more */
  async diagnose(draft: InventoryDraft, byKey: boolean): Promise<Diagnosis[]> {
    const transport = transportsOf({ workspace: await this.#workspace() }, { askPassword: !byKey })
    const diagnoses: Diagnosis[] = []
    for (const host of this.#hosts(draft, () => undefined))
      diagnoses.push(await diagnoseHost(host, transport, { signal: this.#signal }))
    return diagnoses
  }

  async #makeKey(file: string, passphrase: "ask" | "none"): Promise<void> {
    if (passphrase === "ask") this.#note("ssh-keygen asks for a passphrase; without one, press Return twice.")
    await makeKeyPair(file, { passphrase })
    this.#signal.throwIfAborted()
    this.#note(`Made the key ${file}.`)
  }

  #hosts(draft: InventoryDraft, passwordEnv: (role: SetupRole) => string | undefined) {
    const file = draftedFile(draft, (role) => {
      const env = passwordEnv(role)
      return env === undefined ? {} : { password: { env } }
    })
    const { dev, prod } = resolveInventory(file, this.#file).hosts
    return [dev, prod].filter((host) => host !== undefined)
  }

  #workspace(): Promise<Workspace> {
    return openWorkspace(path.dirname(this.#file), { warn: this.#note })
  }

  #path(file: string): string {
    return expandPath(file, path.dirname(this.#file), this.#home)
  }
}

function sshRoles(draft: InventoryDraft): SetupRole[] {
  return SETUP_ROLES.filter((role) => draft[role].transport !== "local")
}
