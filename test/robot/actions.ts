import type { Action, Piece } from "../../src/notes/chapter.js"
import { labRestore, labRun, labSnapshot, type HostName } from "../../src/lab/lab.js"
import { restart } from "./restart.js"

/** What actions use of the robot that does them. */
export interface Hands {
  lab: string
  type: (pieces: readonly Piece[]) => Promise<void>
  /** Types the commands of the action that restart a host. @returns false when it has none */
  restart: (host: HostName) => Promise<boolean>
  hangUp: () => Promise<void>
}

type Doing = (argument: string, hands: Hands, action: Action) => Promise<void>

/** The counterpart of each action on a lab. */
const ACTIONS: Readonly<Record<string, Doing>> = {
  snapshot: async (snapshot, { lab, hangUp }) => {
    await hangUp()
    if (RESTORED.has(snapshot)) await labSnapshot({ name: lab, snapshot })
  },
  restore: async (snapshot, { lab, hangUp }) => {
    await hangUp()
    await labRestore({ name: lab, snapshot })
  },
  reboot: async (argument, { lab, restart: ask }) => {
    const host = hostOf(argument)
    await restart(lab, host, () => ask(host))
  },
  "break-prod": async (_argument, { type }, { pieces }) => await type(pieces),
  "register-key": async (path, { lab }) => {
    const key = await run(lab, "dev", "user", `cat ${path}`)
    if (!/^ssh-\S+ AAAA/.test(key)) throw new Error(`${path} on dev holds no public key: ${key.slice(0, 40)}`)
    await run(lab, "hub", "root", "cat >> /srv/git/.ssh/authorized_keys", key)
  },
  "create-repository": async (name, { lab }) => {
    if (!/^[\w.-]+$/.test(name)) throw new Error(`"${name}" cannot be the name of a repository.`)
    await run(
      lab,
      "hub",
      "root",
      `git init --quiet --bare /srv/git/${name}.git && chown -R git:git /srv/git/${name}.git`,
    )
  },
  open: async (address, { lab }) => {
    // A browser of the student runs on dev.
    await run(lab, "dev", "user", `curl --silent --show-error --fail --location --output /dev/null '${address}'`)
  },
}

/** Only these are gone back to; keeping another would stop and start all hosts for nothing. Shells end all the same. */
const RESTORED = new Set(["B1-complete"])

/** What has no counterpart on the hosts of a lab, or is no part of the way that the robot goes, and why. */
const NOTHING_TO_DO: Readonly<Record<string, string>> = {
  "install-hypervisor": "The hosts of a lab are no virtual machines: nothing runs them but the lab.",
  "download-images": "A lab's hosts are made of its own image.",
  "create-vm": "A lab's hosts are there as soon as it is up.",
  "attach-iso": "A lab's hosts are installed as they are made.",
  "install-system": "A fresh lab is what the installer leaves: names, accounts, passwords.",
  "hostonly-network": "A lab has one network, without leased addresses.",
  adapters: "A lab's hosts have one network card, which is the second one of the virtual machines.",
  "start-headless": "A lab's hosts have no window.",
  "git-account": "The hub has the account of the class.",
  "try-fresh-machine": "Optional, and a third machine: every state of a lab is made by the script on fresh hosts.",
  "fork-repository": "Optional, with the training of a model: hours of computing are not repeated.",
  "merge-pull-request": "Optional: the branch is pushed in a variation.",
}

/** Whether the robot knows what to do with an action, be it nothing. */
export function knowsAction(name: string): boolean {
  return name in ACTIONS || name in NOTHING_TO_DO
}

/** Does what an action asks for. @throws Error for one that nothing here knows */
export async function act(action: Action, hands: Hands): Promise<void> {
  if (NOTHING_TO_DO[action.name] !== undefined) return
  const doing = ACTIONS[action.name]
  if (!doing) throw new Error(`No counterpart is known of the action ${action.name}.`)
  await doing(action.argument ?? "", hands, action)
}

function hostOf(argument: string): HostName {
  if (argument === "dev" || argument === "prod") return argument
  throw new Error(`"${argument}" is no host that a student restarts.`)
}

async function run(lab: string, host: HostName, user: string, script: string, input?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await labRun({
    ...{ name: lab, host, user, script, timeoutMs: 30_000 },
    ...(input !== undefined && { input }),
  })
  if (exitCode !== 0) throw new Error(`${host}: ${script} ended with ${exitCode}: ${stderr.trim() || stdout.trim()}`)
  return stdout
}
