import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { facts, type Facts } from "./command.js"
import { sshdScript } from "./sshd-script.js"

/** The SSH server of prod, as its own root account sees it. */
export interface Server {
  /** What it says where it cannot read its files; empty when it can. */
  refused: string
  /** What holds for somebody who comes, by account and address. */
  effective: Effective[]
  /** When the newest of its files was changed, in seconds since 1970, and which one it is. */
  changed: { at: number; file: string }
  /** Did it begin to listen anew after that? */
  restarted: boolean
  /** Lines about passwords, as `FILE:NUMBER:TEXT`, in the order in which the server reads them. */
  lines: string[]
  authorized: AuthorizedFile[]
  authorizedKeys: Set<string>
  /** Kinds of logins from dev, in the order in which they first came. */
  logins: string[]
}

export interface Effective {
  account: string
  address: string
  settings: Map<string, string>
}

/** A file of keys that open the account. */
export interface AuthorizedFile {
  path: string
  inHome: boolean
  mode: string
  owner: string
  folderMode: string
  folderOwner: string
  /** Lines that should be keys. */
  entries: number
}

export function sshServer(context: Context): Probe<Server> {
  const probe = facts("prod", sshdScript(context), { as: "root", timeoutMs: 30_000 })
  return { spec: probe.spec, read: (observation) => readServer(probe.read(observation)) }
}

function readServer(found: Facts): Server {
  if (!found.has("sshd")) throw new Unobserved("prod has no program sshd.")
  const refused = found.get("refused")
  if (/privilege separation directory|no hostkeys/i.test(refused))
    throw new Unobserved(`The SSH server of prod does not run, and does not tell its settings: ${refused}`)
  const files = found.all("config").map((line) => {
    const [at = "0", ...file] = line.split(" ")
    return { at: Number(at), file: file.join(" ") }
  })
  return {
    refused,
    effective: readEffective(found),
    changed: files.reduce((newest, file) => (file.at > newest.at ? file : newest), { at: 0, file: "" }),
    restarted: found.has("restarted"),
    lines: found.all("line"),
    authorized: found.all("authorized").map((line) => {
      const [place, folderMode = "", folderOwner = "", mode = "", owner = "", entries = "0", ...path] = line.split(" ")
      const entry = { mode, owner, folderMode, folderOwner, entries: Number(entries), path: path.join(" ") }
      return { ...entry, inHome: place === "home" }
    }),
    authorizedKeys: new Set(found.all("authorizedkey")),
    logins: found.all("baseline").map((line) => line.split(" ")[0] ?? ""),
  }
}

function readEffective(found: Facts): Effective[] {
  const all = new Map<string, Effective>()
  for (const line of found.all("effective")) {
    const [account = "", address = "", name = "", ...value] = line.split(" ")
    const entry = all.get(`${account} ${address}`) ?? { account, address, settings: new Map<string, string>() }
    entry.settings.set(name, value.join(" "))
    all.set(`${account} ${address}`, entry)
  }
  return [...all.values()]
}
