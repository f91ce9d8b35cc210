import { all, consequenceOf, expect, fail, pass, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"

/** A private key of dev's account. */
export interface Key {
  path: string
  /** Would ssh show it to prod? */
  offered: boolean
  mode: string
  owner: string
  /** As ssh-keygen names it: ED25519, RSA ... */
  type: string
  fingerprint: string
  comment: string
}

export function keys(way: Facts): Key[] {
  const comments = new Map(
    way.all("comment").map((line) => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)]),
  )
  return way.all("key").map((line) => {
    const [offered = "", mode = "", owner = "", type = "", fingerprint = "", ...path] = line.split(" ")
    const comment = comments.get(fingerprint) ?? ""
    return { path: path.join(" "), offered: offered === "offered", mode, owner, type, fingerprint, comment }
  })
}

/** The key that opened prod; undefined where none did. */
export function accepted(way: Facts): { type: string; fingerprint: string; path: string } | undefined {
  if (!way.has("accepted")) return undefined
  const [type = "", fingerprint = "", ...path] = way.get("accepted").split(" ")
  return { type, fingerprint, path: path.join(" ") }
}

/** The keys that matter for prod: the one that opened it, else those that ssh would show, else all there are. */
export function keysForProd(way: Facts): Key[] {
  const opened = accepted(way)
  const all = keys(way)
  if (opened) return all.filter(({ fingerprint }) => fingerprint === opened.fingerprint)
  const offered = all.filter((key) => key.offered)
  return offered.length > 0 ? offered : all
}

/** Fingerprints of all that dev can sign with for prod, an agent's keys among them. */
export function fingerprints(way: Facts): Set<string> {
  const agent = way.all("agentkey").map((line) => line.split(" ")[1] ?? "")
  return new Set(
    [accepted(way)?.fingerprint ?? "", ...keysForProd(way).map((key) => key.fingerprint), ...agent].filter((each) =>
      each.startsWith("SHA256:"),
    ),
  )
}

/** Is the key for prod an Ed25519 key? Those of a security key and certificates count as well. */
export function keyType(way: Facts): Verdict {
  const opened = accepted(way)
  const types = opened
    ? [opened.type]
    : [...keysForProd(way).map(({ type }) => type), ...way.all("agentkey").map((line) => line.split(" ")[0] ?? "")]
  if (types.length === 0)
    return fail({ message: "dev has no key pair.", expected: "an Ed25519 key in ~/.ssh", actual: "(none)" })
  return expect(
    types.some((type) => type.startsWith("ED25519")),
    {
      message: "The key that dev has for prod is no Ed25519 key.",
      expected: "ED25519",
      actual: types.join(", "),
      hint: "Make one with `ssh-keygen -t ed25519`, and bring its public half to prod.",
    },
  )
}

/** Can nobody but the account itself read the keys for prod? */
export function keyMode(way: Facts): Verdict {
  const mine = keysForProd(way)
  if (mine.length === 0) return accepted(way) || way.has("agentkey") ? pass() : consequenceOf("b1.key-type")
  const account = way.get("account")
  const [folderMode = "", folderOwner = ""] = way.get("sshfolder").split(" ")
  const foreign = mine.find(({ owner }) => owner !== account)
  const open = mine.find(({ mode }) => !isClosed(mode))
  return all(
    expect(foreign === undefined && folderOwner === account, {
      message: foreign
        ? "A private key of dev belongs to another account."
        : "The folder ~/.ssh belongs to another account.",
      expected: account,
      actual: foreign ? `${foreign.owner} owns ${foreign.path}` : `${folderOwner} owns ~/.ssh`,
      hint: "Keys are made without sudo. Give it back: `sudo chown -R $USER: ~/.ssh`.",
    }),
    expect(open === undefined, {
      message: "Other accounts can read a private key of dev.",
      expected: "mode 600",
      actual: `mode ${open?.mode} of ${open?.path}`,
      hint: `OpenSSH ignores such a key: \`chmod 600 ${open?.path}\`.`,
    }),
    expect(isClosed(folderMode), {
      message: "The folder ~/.ssh on dev is open to other accounts.",
      expected: "mode 700",
      actual: `mode ${folderMode}`,
      hint: "`chmod 700 ~/.ssh` on dev.",
    }),
  )
}

export function isClosed(mode: string): boolean {
  return mode.endsWith("00")
}
