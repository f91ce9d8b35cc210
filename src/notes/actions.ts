import { hostRole } from "../engine/observation.js"
import type { Action } from "./chapter.js"

interface Kind {
  /** What it does, for a heading; `%s` is its argument. */
  title: string
  argument: "host" | "text" | undefined
}

/** What notes ask for outside of a shell. A closed list: who replays the notes has to know each. */
export const ACTIONS: Readonly<Record<string, Kind>> = {
  "install-hypervisor": { title: "Install the hypervisor", argument: undefined },
  "download-images": { title: "Fetch the images", argument: undefined },
  "create-vm": { title: "Make the machine %s", argument: "host" },
  "attach-iso": { title: "Put the image into the drive", argument: undefined },
  "install-system": { title: "Install the system", argument: undefined },
  "hostonly-network": { title: "Make the host-only network", argument: undefined },
  adapters: { title: "Set the network adapters", argument: undefined },
  snapshot: { title: "Take the snapshot %s", argument: "text" },
  restore: { title: "Restore the snapshot %s", argument: "text" },
  reboot: { title: "Restart %s", argument: "host" },
  "start-headless": { title: "Start %s without a window", argument: "host" },
  "break-prod": { title: "Break prod", argument: undefined },
  "git-account": { title: "Get an account at the Git host", argument: undefined },
  "register-key": { title: "Register %s at the Git host", argument: "text" },
  "create-repository": { title: "Create the repository %s at the Git host", argument: "text" },
  "fork-repository": { title: "Fork the repository %s at the Git host", argument: "text" },
  "merge-pull-request": { title: "Have the pull request of %s merged at the Git host", argument: "text" },
  "try-fresh-machine": { title: "Try it on a fresh machine", argument: undefined },
  open: { title: "Open %s", argument: "text" },
}

/** The heading of an action. */
export function actionTitle({ name, argument }: Pick<Action, "name" | "argument">): string {
  return (ACTIONS[name]?.title ?? name).replace("%s", () => argument ?? "")
}

/** What is wrong with name or argument; undefined where nothing is. */
export function actionFault({ name, argument }: Pick<Action, "name" | "argument">): string | undefined {
  const kind = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (!kind) return `No action is called ${name}; there are ${Object.keys(ACTIONS).join(", ")}.`
  if (kind.argument === undefined)
    return argument === undefined ? undefined : `Nothing stands behind the action ${name}.`
  if (argument === undefined) return `The action ${name} lacks what it is done to.`
  const isHost = hostRole.safeParse(argument).success
  return kind.argument === "host" && !isHost ? `The action ${name} is done to a host, not to ${argument}.` : undefined
}
