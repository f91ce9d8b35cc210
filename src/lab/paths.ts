import { homedir } from "node:os"
import { join } from "node:path"
import { CourseError } from "../errors/course-error.js"
import { labName, type HostName } from "./spec.js"

/**
 * Where labs keep what they make. Namespaces are global to the machine, so the labs' folder is too: two people with
 * root rights see the same labs. `COURSE_LAB_DIR` moves it.
 */
export function labsDir(): string {
  return process.env["COURSE_LAB_DIR"] ?? "/var/lib/course/labs"
}

/** Images and layers that may be rebuilt at any time, in the user's cache folder. */
export function labCacheDir(): string {
  const cache = process.env["XDG_CACHE_HOME"]
  return join(cache === undefined || cache === "" ? join(homedir(), ".cache") : cache, "course", "lab")
}

/** All files of one lab. */
export function labPaths(name: string) {
  if (!labName.safeParse(name).success) {
    throw new CourseError("COURSE_LAB_UNKNOWN", `"${name}" cannot be the name of a lab.`, {
      hint: "Use up to 31 lower-case letters, digits and hyphens, for example: course lab up --name practice",
    })
  }
  const dir = join(labsDir(), name)
  return {
    dir,
    record: join(dir, "lab.json"),
    inventory: join(dir, "course.yaml"),
    knownHosts: join(dir, "known_hosts"),
    graderKey: join(dir, "grader_ed25519"),
    supervisor: join(dir, "supervise.sh"),
    snapshots: join(dir, "snapshots"),
    snapshot: (snapshot: string) => join(dir, "snapshots", snapshot),
    sudoPassword: (host: HostName) => join(dir, `${host}.password`),
    host: (host: HostName) => hostPaths(join(dir, "hosts", host)),
  }
}

/** The overlay of one guest and what its console said. */
export function hostPaths(dir: string) {
  return {
    dir,
    upper: join(dir, "upper"),
    work: join(dir, "work"),
    root: join(dir, "root"),
    console: join(dir, "console.log"),
  }
}
