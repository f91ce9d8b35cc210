import { z } from "zod"
import { track, type Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"

/**
 * What a lab can be booted as: `fresh` after the systems' installation, `B1-complete` with both machines and the way between them, and
 * a tag of the reference service for the end of a later block.
 */
export const LAB_STATES = ["fresh", "B1-complete", "v0.1", "v0.2", "v0.3", "v0.4", "v0.5", "v0.8"] as const
export const labState = z.enum(LAB_STATES)
export type LabState = z.infer<typeof labState>
/** A state with the reference repository in it. */
export type TagState = Exclude<LabState, "fresh" | "B1-complete">
/** A state in which the service runs on prod. */
export type ServiceState = Exclude<TagState, "v0.1" | "v0.2" | "v0.3">

export function hasService(state: LabState): state is ServiceState {
  return LAB_STATES.indexOf(state) >= LAB_STATES.indexOf("v0.4")
}

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

/** What the hub stands in for: a Git host with the class's one account, seen over SSH and HTTP. */
export const GIT_HOST = "hub"
export const GIT_ACCOUNT = "student"
export const GIT_WEB = "http://hub"
/** The course's account at the Git host, with the repositories that students only read. */
export const REFERENCE_ACCOUNT = "course"

/** Where dev pushes to and where prod clones from. Both work with the account before the name of the repository as well. */
export const REMOTE_PUSH = "git@hub:pixelwise.git"
export const REMOTE_PULL = "http://hub/pixelwise.git"
export const MODEL_REPO = "http://hub/pixelwise-model.git"
export const MODEL_UPSTREAM = `http://hub/${REFERENCE_ACCOUNT}/pixelwise-model.git`
export const REFERENCE_REPO = `http://hub/${REFERENCE_ACCOUNT}/pixelwise.git`

/** Where npm and pip of the hosts look for packages. */
export const NPM_REGISTRY = "http://hub/npm/"
export const PYTHON_INDEX = "http://hub/pypi/simple/"
