import { HOST_NAMES, type HostName } from "../spec.js"

const PREFIX = "course-"

/** The network namespace that holds the lab's bridge. */
export const labNamespace = (lab: string) => `${PREFIX}${lab}`

/** One name for a guest's network namespace, control group and nspawn machine. Labs' names hold no dot, so it is unique. */
export const guestName = (lab: string, host: HostName) => `${PREFIX}${lab}.${host}`

/** All names of a lab's guests. */
export const guestNames = (lab: string) => HOST_NAMES.map((host) => guestName(lab, host))

/** The lab a namespace or group belongs to, or `undefined` where the name is none of ours. */
export function labOf(name: string): string | undefined {
  return /^course-([a-z0-9][a-z0-9-]*)(?:\.(?:dev|prod|hub))?$/.exec(name)?.[1]
}
