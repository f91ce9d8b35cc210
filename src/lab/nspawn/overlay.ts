import { mkdir, readFile } from "node:fs/promises"
import { execa } from "execa"
import { CourseError } from "../../errors/course-error.js"
import type { hostPaths } from "../paths.js"
import { poll } from "../poll.js"
import { runTool } from "../run-tool.js"

/**
 * Mounts a host's root: read-only layers (top first) below the host's own changes.
 * @returns the mount point
 */
export async function mountOverlay(paths: ReturnType<typeof hostPaths>, layers: readonly string[]): Promise<string> {
  for (const directory of [paths.upper, paths.work, paths.root])
    await mkdir(directory, { recursive: true, mode: 0o755 })
  if ((await mountsBelow(paths.root)).length > 0) return paths.root
  const options = `lowerdir=${layers.join(":")},upperdir=${paths.upper},workdir=${paths.work}`
  await runTool("mount", ["-t", "overlay", "course-lab", "-o", options, paths.root], {
    purpose: `mounting ${paths.root}`,
    hint: "The kernel needs overlayfs, and the lab's folder must not lie on an overlay itself (COURSE_LAB_DIR moves it).",
  })
  return paths.root
}

/** Unmounts everything mounted at or below a folder, the deepest first. Processes that were just killed get time to let go. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const target of (await mountsBelow(folder)).reverse()) {
    let problem = ""
    const done = await poll(
      async () => {
        const { failed, stderr } = await execa("umount", [target], { reject: false, stdin: "ignore" })
        problem = stderr
        return failed ? undefined : true
      },
      { timeoutMs: 10_000, intervalMs: 100 },
    )
    if (done === undefined) {
      throw new CourseError("COURSE_LAB_FAILED", `${target} cannot be unmounted: ${problem}`, {
        hint: `See who uses it with fuser -vm ${target}, end that, and run course lab down again.`,
      })
    }
  }
}

/** Mount points at or below a folder, in the order they were made. */
export async function mountsBelow(folder: string): Promise<string[]> {
  const mounts = await readFile("/proc/self/mounts", "utf8")
  const targets = mounts.split("\n").flatMap((line) => line.split(" ")[1] ?? [])
  const names = targets.map((target) => target.replace(/\\([0-7]{3})/g, (_, code: string) => octal(code)))
  return names.filter((name) => name === folder || name.startsWith(`${folder}/`))
}

function octal(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 8))
}
