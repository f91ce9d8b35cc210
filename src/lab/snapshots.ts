import { mkdir, readdir, rename, rm, stat } from "node:fs/promises"
import { CourseError } from "../errors/course-error.js"
import { labPaths } from "./paths.js"
import { runTool } from "./run-tool.js"
import { HOST_NAMES } from "./spec.js"

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Copies the changes of all hosts. They must be off. An older snapshot of that name is replaced when the new one is complete. */
export async function takeSnapshot(lab: string, snapshot: string): Promise<void> {
  const target = snapshotFolder(lab, snapshot)
  const temporary = `${target}.partial`
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  for (const host of HOST_NAMES) await copy(labPaths(lab).host(host).upper, `${temporary}/${host}`)
  await rm(target, { recursive: true, force: true })
  await rename(temporary, target)
}

/** Puts the changes of all hosts back. They must be off. */
export async function restoreSnapshot(lab: string, snapshot: string): Promise<void> {
  const source = snapshotFolder(lab, snapshot)
  for (const host of HOST_NAMES) {
    const { upper, work } = labPaths(lab).host(host)
    const temporary = `${upper}.restoring`
    await rm(temporary, { recursive: true, force: true })
    await copy(`${source}/${host}`, temporary)
    await rm(upper, { recursive: true, force: true })
    await rm(work, { recursive: true, force: true })
    await rename(temporary, upper)
  }
}

/** Names of a lab's snapshots, in alphabetical order. */
export async function listSnapshots(lab: string): Promise<string[]> {
  try {
    return (await readdir(labPaths(lab).snapshots)).filter((name) => !name.endsWith(".partial")).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

/** @throws CourseError COURSE_LAB_UNKNOWN with the names there are, when the lab has no such snapshot */
export async function requireSnapshot(lab: string, snapshot: string): Promise<void> {
  const there = await stat(snapshotFolder(lab, snapshot)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
  if (there) return
  const names = await listSnapshots(lab)
  throw new CourseError("COURSE_LAB_UNKNOWN", `Lab "${lab}" has no snapshot "${snapshot}".`, {
    hint: names.length === 0 ? "It has none: course lab snapshot NAME takes one." : `It has: ${names.join(", ")}`,
  })
}

/** @throws CourseError COURSE_USAGE when the name cannot be that of a snapshot */
export function requireSnapshotName(snapshot: string): void {
  if (NAME.test(snapshot) && !snapshot.endsWith(".partial")) return
  throw new CourseError("COURSE_USAGE", `"${snapshot}" cannot be the name of a snapshot.`, {
    hint: "Use letters, digits, dots, hyphens and underscores, for example: B1-complete",
  })
}

function snapshotFolder(lab: string, snapshot: string): string {
  requireSnapshotName(snapshot)
  return labPaths(lab).snapshot(snapshot)
}

/** With everything the overlay keeps in a file's attributes; without copying blocks where the file system can share them. */
async function copy(from: string, to: string): Promise<void> {
  await runTool("cp", ["--archive", "--reflink=auto", "--no-target-directory", from, to], {
    purpose: `copying ${from}`,
    hint: "Check the free space with df -h.",
  })
}
