import { readFile } from "node:fs/promises"
import { execa } from "execa"
import { CourseError } from "../errors/course-error.js"
import { isDebianLike, isRoot, onPath } from "./machine.js"

/** Programs the lab calls and the Debian package that brings each. */
const PROGRAMS: Record<string, string> = {
  mmdebstrap: "mmdebstrap",
  "systemd-nspawn": "systemd-container",
  "ssh-keygen": "openssh-client",
  nc: "netcat-openbsd",
  ip: "iproute2",
  nsenter: "util-linux",
  flock: "util-linux",
  setpriv: "util-linux",
  mount: "mount",
  git: "git",
}

export interface LabRequirements {
  /** True when a lab can be booted right now. */
  ready: boolean
  /** What is in the way and cannot be installed, each as a sentence with what to do. */
  obstacles: string[]
  /** Debian packages that are missing. */
  packages: string[]
}

/** What this machine lacks for booting a lab. Reads only. */
export async function labRequirements(): Promise<LabRequirements> {
  const obstacles: string[] = []
  if (process.platform !== "linux") {
    obstacles.push("The lab boots Linux hosts and needs a Linux machine; use a virtual machine with Debian or Ubuntu.")
    return { ready: false, obstacles, packages: [] }
  }
  if (!isRoot()) obstacles.push("Booting hosts needs root: run the command with sudo.")
  if (!(await isDebianLike()))
    obstacles.push("The lab's image is built from this machine's own Debian or Ubuntu sources.")
  const filesystems = await readFile("/proc/filesystems", "utf8")
  if (!/\boverlay$/m.test(filesystems) && !(await isLoadable("overlay"))) {
    obstacles.push("The kernel has no overlay file system: load it with modprobe overlay.")
  }
  const packages = new Set<string>()
  for (const [program, name] of Object.entries(PROGRAMS)) if ((await onPath(program)) === undefined) packages.add(name)
  return { ready: obstacles.length === 0 && packages.size === 0, obstacles, packages: [...packages] }
}

/** @throws CourseError COURSE_LAB_UNSUPPORTED naming everything that is missing, with the command that installs it. */
export async function requireLab(): Promise<void> {
  const { ready, obstacles, packages } = await labRequirements()
  if (ready) return
  const missing = packages.length === 0 ? [] : [`These packages are missing: ${packages.join(", ")}.`]
  throw new CourseError(
    "COURSE_LAB_UNSUPPORTED",
    ["This machine cannot run the lab.", ...obstacles, ...missing].join("\n"),
    {
      hint:
        obstacles.length > 0
          ? "Everything except the lab works here: point course.yaml at real hosts with course init."
          : `Install them: apt-get install ${packages.join(" ")}`,
    },
  )
}

/**
 * Installs the packages the lab lacks with the machine's own apt, after saying so.
 * @throws CourseError COURSE_LAB_UNSUPPORTED when they cannot be installed or something else is in the way.
 */
export async function installLabPackages(say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const { obstacles, packages } = await labRequirements()
  if (obstacles.length > 0) return requireLab()
  await installPackages(packages, "the lab", say, signal)
}

/**
 * Installs packages with the machine's own apt, after saying so.
 * @param purpose what they are for, as in "the lab"
 * @throws CourseError COURSE_LAB_UNSUPPORTED when they cannot be installed.
 */
export async function installPackages(
  packages: readonly string[],
  purpose: string,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (packages.length === 0) return
  say(`Installing Debian packages for ${purpose}: ${packages.join(" ")}`)
  const apt = (...args: string[]) =>
    execa("apt-get", args, {
      reject: false,
      stdin: "ignore",
      env: { DEBIAN_FRONTEND: "noninteractive" },
      ...(signal && { cancelSignal: signal }),
    })
  const install = ["install", "--yes", "--no-install-recommends", ...packages]
  let result = await apt(...install)
  if (result.failed) {
    // The machine's package lists may be missing or old.
    await apt("update")
    result = await apt(...install)
  }
  if (result.failed) {
    const tail = (result.stderr ?? "").split("\n").slice(-5).join("\n").trim()
    throw new CourseError("COURSE_LAB_UNSUPPORTED", `The packages of ${purpose} could not be installed.\n${tail}`, {
      hint: `Try it by hand: apt-get install ${packages.join(" ")}`,
      cause: result,
    })
  }
}

async function isLoadable(module: string): Promise<boolean> {
  const { failed } = await execa("modprobe", [module], { reject: false, stdin: "ignore" })
  return !failed
}
