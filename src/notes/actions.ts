import { hostRole } from "../engine/observation.js"
import type { Action } from "./chapter.js"

/** What is to be done outside of a shell, and where: `Take the snapshot B1-complete`, `in VirtualBox`. */
export interface ActionTitle {
  what: string
  where: string | undefined
}

interface Kind {
  /** `*` stands for the argument. */
  what: string
  where?: string
  argument?: "host" | "text"
}

const HYPERVISOR = "in VirtualBox"
const GIT_HOST = "at the Git host"

/** All actions there are. A closed list: who replays the notes has to know each. */
export const ACTIONS = {
  "install-hypervisor": { what: "Install the hypervisor", where: "on the laptop" },
  "download-images": { what: "Download the two images", where: "on the laptop" },
  "create-vm": { what: "Create the machine *", where: HYPERVISOR, argument: "host" },
  "attach-iso": { what: "Put the installation discs into the drives", where: HYPERVISOR },
  "install-system": { what: "Install both systems", where: "in the windows of the machines" },
  "hostonly-network": { what: "Make the host-only network", where: HYPERVISOR },
  adapters: { what: "Give both machines their network cards", where: HYPERVISOR },
  snapshot: { what: "Take the snapshot *", where: HYPERVISOR, argument: "text" },
  restore: { what: "Restore the snapshot *", where: HYPERVISOR, argument: "text" },
  reboot: { what: "Restart *", argument: "host" },
  "start-headless": { what: "Start * without a window", where: HYPERVISOR, argument: "host" },
  "break-prod": { what: "Break prod on purpose" },
  "try-fresh-machine": { what: "Try a fresh machine" },
  "git-account": { what: "Get an account", where: GIT_HOST },
  "create-repository": { what: "Create the repository *", where: GIT_HOST, argument: "text" },
  "fork-repository": { what: "Fork the repository *", where: GIT_HOST, argument: "text" },
  "register-key": { what: "Register the key *", where: GIT_HOST, argument: "text" },
  "merge-pull-request": { what: "Merge the pull request of *", where: GIT_HOST, argument: "text" },
  open: { what: "Open *", where: "in a browser", argument: "text" },
} as const satisfies Readonly<Record<string, Kind>>
export type ActionName = keyof typeof ACTIONS

/** The heading of an action. */
export function actionTitle({ name, argument }: Pick<Action, "name" | "argument">): ActionTitle {
  const kind = kindOf(name) ?? { what: argument === undefined ? name : `${name} *` }
  return { what: kind.what.replace("*", () => argument ?? ""), where: kind.where }
}

/** What is wrong with name or argument; undefined where nothing is. */
export function actionFault({ name, argument }: Pick<Action, "name" | "argument">): string | undefined {
  const kind = kindOf(name)
  if (!kind) return `No action is called ${name}; there are ${Object.keys(ACTIONS).join(", ")}.`
  if (kind.argument === undefined) {
    return argument === undefined ? undefined : `Nothing stands behind the action ${name}.`
  }
  if (argument === undefined) return `The action ${name} lacks what it is done to.`
  const isHost = hostRole.safeParse(argument).success
  return kind.argument === "host" && !isHost ? `The action ${name} is done to a host, not to ${argument}.` : undefined
}

function kindOf(name: string): Kind | undefined {
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name as ActionName] : undefined
}
