import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { gitHostScript } from "./git-host-script.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"

/** How dev knows the Git host, and how the Git host knows dev. */
export interface GitHost {
  /** What ssh says where it refuses ~/.ssh/config altogether. */
  refused: string
  /** Settings that ssh uses for the host, names in lower case. */
  ssh: Map<string, string>
  /** Files that ssh would offer, in order, those that are not there as well. */
  identities: Identity[]
  /** Has one of them a passphrase, and no agent of this account is there to sign with it? */
  locked: boolean
  /** Are the identity files ssh's own defaults, that is: does no setting name one? */
  byDefault: boolean
  /** Private keys in ~/.ssh. */
  privateKeys: number
  /** Mode of ~/.ssh/config, such as `600`; empty without the file. */
  configMode: string
  /** A file beside it that looks like a misnamed one. */
  misnamed: string
  /** What ssh would use for prod: `none` says that no agent is asked. */
  prodAgent: string
  knownHost: boolean
  /** What `ssh -T` said, its first telling line. */
  greeting: string
  /** The account that the greeting names; empty when it names none. */
  greeted: string
  /** The account that was asked for on the web, and how that went: HTTP status, `000` without an answer. */
  account: string
  profileStatus: string
  keysStatus: string
  /** Is the key for the host in the account's public list? */
  registered: boolean
}

export interface Identity {
  path: string
  kind: "private" | "public" | "missing" | "unreadable" | "other"
  mode: string
}

export function gitHost(context: Context): Probe<GitHost> {
  const probe = facts(
    "dev",
    lines(quietGit, scratchFolder, sh`cd ${context.settings.devRepo} 2>/dev/null`, quietSsh, gitHostScript(context)),
    { timeoutMs: 60_000 },
  )
  return { spec: probe.spec, read: (observation) => readHost(probe.read(observation)) }
}

/** Greetings of GitHub, GitLab, Gitea and Forgejo, Bitbucket. */
const GREETINGS = [
  /Hi there, ([\w.-]+)!/,
  /Hi ([\w.-]+(?:\/[\w.-]+)?)!/,
  /Welcome to [^,]+, @([\w.-]+)!/,
  /logged in as ([\w.-]*\w)/,
]

function readHost(found: Facts): GitHost {
  const greeting = found.get("greeting")
  return {
    refused: found.get("refused"),
    ssh: new Map(found.all("ssh").map((line) => splitAt(line, " "))),
    identities: found.all("identity").map((line) => {
      const [kind = "other", mode = "", ...path] = line.split(" ")
      return { kind: kind as Identity["kind"], mode, path: path.join(" ") }
    }),
    locked: found.has("locked"),
    byDefault: found.has("bydefault"),
    privateKeys: Number(found.get("privatekeys") || "0"),
    configMode: found.get("configmode"),
    misnamed: found.get("misnamed"),
    prodAgent: found.get("prodagent"),
    knownHost: found.has("knownhost"),
    greeting,
    greeted: GREETINGS.map((pattern) => pattern.exec(greeting)?.[1] ?? "").find((name) => name !== "") ?? "",
    account: found.get("account"),
    profileStatus: found.get("profile"),
    keysStatus: found.get("keys"),
    registered: found.has("registered"),
  }
}

function splitAt(line: string, separator: string): [string, string] {
  const at = line.indexOf(separator)
  return [line.slice(0, at).toLowerCase(), line.slice(at + 1)]
}
