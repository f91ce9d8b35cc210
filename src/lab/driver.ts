import type { HostName } from "./spec.js"

/** How processes inside a guest are started, without its network or its SSH server. */
export interface ExecRequest {
  host: HostName
  /** Account inside the guest; root by default. */
  user: string
  argv: readonly string[]
}

/** One guest of a lab as the driver sees it. */
export interface GuestStatus {
  host: HostName
  running: boolean
  /** Process id of the guest's init on the machine. */
  pid?: number
}

/**
 * The port between a lab and the technology that makes its hosts. Names of labs are checked before; every method may be called
 * again after it was cut off in the middle.
 */
export interface LabDriver {
  /** What `network`, `mount` and `boot` are going to make, for the lab's state file. */
  plan(lab: string): { namespaces: string[]; groups: string[]; mounts: string[] }
  /** Makes the network of the lab and of its hosts where missing. */
  network(lab: string, signal?: AbortSignal): Promise<void>
  /** Mounts the host's root from its layers and its own changes, where not mounted. */
  mount(lab: string, host: HostName, layers: readonly string[]): Promise<string>
  unmount(lab: string, host: HostName): Promise<void>
  /** Starts a mounted host; returns when its init runs. */
  boot(lab: string, host: HostName, signal?: AbortSignal): Promise<void>
  /** Powers a host off and waits for its end; after `graceMs` it is killed. */
  halt(lab: string, host: HostName, graceMs: number): Promise<void>
  status(lab: string): Promise<GuestStatus[]>
  /** The command line that runs a process inside a running guest. @throws CourseError COURSE_LAB_UNKNOWN if it is not running. */
  enter(lab: string, request: ExecRequest): Promise<{ command: string; args: string[] }>
  /** The shell command that connects to `%h %p` from the lab's laptop. */
  proxyCommand(lab: string): string
  /** Ends and removes everything of the lab on the machine except its folder. */
  destroy(lab: string): Promise<void>
  /** Gives back what the machine lent to guests, once none of any lab is left. */
  tidy(): Promise<void>
  /** Labs of which anything is left on the machine, recorded or not. */
  remains(): Promise<string[]>
}
