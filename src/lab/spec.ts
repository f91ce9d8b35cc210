import { z } from "zod"
import { track, type Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"

/** What a lab can be booted as: two machines as after block 1, or with the reference service at the end of a later block. */
export const LAB_STATES = ["fresh", "v0.4", "v0.5", "v0.8"] as const
export const labState = z.enum(LAB_STATES)
export type LabState = z.infer<typeof labState>
export type ServiceState = Exclude<LabState, "fresh">

/** States that only one track has, and which. */
const ONLY_ON: Partial<Record<LabState, Track>> = { "v0.8": "typescript" }

/** @throws CourseError COURSE_USAGE when the state does not exist on the track */
export function requireStateOf(track: Track, state: LabState): void {
  const only = ONLY_ON[state]
  if (only === undefined || only === track) return
  throw new CourseError("COURSE_USAGE", `The state ${state} exists on the ${only} track only.`, {
    hint: `Leave --track out, or take a state that the ${track} track has: ${LAB_STATES.filter((each) => !ONLY_ON[each]).join(", ")}.`,
  })
}

export { track as labTrack, type Track }

/** A lab's name is part of file, namespace and group names; a dot would make guest names ambiguous. */
export const labName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/)
export const DEFAULT_LAB = "default"

export const HOST_NAMES = ["dev", "prod", "hub"] as const
export const hostName = z.enum(HOST_NAMES)
export type HostName = z.infer<typeof hostName>

export interface HostSpec {
  name: HostName
  address: string
  /** The account a student logs in with; the hub has none. */
  account?: { user: string; password: string }
}

/** The hosts of every lab. Passwords are the public class passwords of the lecture, not secrets. */
export const HOSTS: Record<HostName, HostSpec> = {
  dev: { name: "dev", address: "192.168.56.10", account: { user: "user", password: "password" } },
  prod: { name: "prod", address: "192.168.56.11", account: { user: "produser", password: "prodpassword" } },
  hub: { name: "hub", address: "192.168.56.12" },
}

/** The laptop of the lab: the bridge's own address. */
export const GATEWAY = { address: "192.168.56.1", prefix: 24 }

/** The interface of a guest, named as on the virtual machines of the lecture. */
export const GUEST_INTERFACE = "enp0s8"

/** Where dev pushes to and where prod clones from. */
export const REMOTE_PUSH = "git@hub:pixelwise.git"
export const REMOTE_PULL = "http://hub/pixelwise.git"
export const MODEL_REPO = "http://hub/pixelwise-model.git"
