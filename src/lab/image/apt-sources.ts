import { access, readFile } from "node:fs/promises"
import { CourseError } from "../../errors/course-error.js"
import { runTool } from "../run-tool.js"

export interface AptSources {
  /** Code name of the machine's release, which is the guests' release too. */
  suite: string
  /** Lines of a sources.list. */
  lines: string[]
}

const COMPONENTS = new Set(["main", "universe"])
const KEYRINGS = ["/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/ubuntu-archive-keyring.gpg"]

/**
 * Where this machine itself gets its release from. Guests are of the same release: then its mirror, its proxy settings and
 * its Node.js binary serve them as well. Third-party sources are left out.
 */
export async function aptSources(signal?: AbortSignal): Promise<AptSources> {
  const suite = /^VERSION_CODENAME=(\w+)/m.exec(await readFile("/etc/os-release", "utf8"))?.[1]
  if (suite === undefined) throw unusable("/etc/os-release names no release (VERSION_CODENAME).")
  const format = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
  const targets = await runTool("apt-get", ["indextargets", "--format", format, "Created-By: Packages"], {
    purpose: "reading this machine's package sources",
    signal,
  })
  const keyring = await firstExisting(KEYRINGS)
  const option = keyring === undefined ? "" : `[signed-by=${keyring}] `
  const wanted = new Set([suite, `${suite}-updates`, `${suite}-security`])
  const lines = targets.split("\n").flatMap((target) => {
    const [uri, release, component] = target.split(" ")
    if (uri === undefined || release === undefined || component === undefined) return []
    return wanted.has(release) && COMPONENTS.has(component) ? [`deb ${option}${uri} ${release} ${component}`] : []
  })
  if (!lines.some((line) => line.includes(` ${suite} `))) throw unusable(`No package source of ${suite} is configured.`)
  return { suite, lines: [...new Set(lines)] }
}

function unusable(why: string): CourseError {
  return new CourseError(
    "COURSE_LAB_UNSUPPORTED",
    `The image cannot be built from this machine's package sources. ${why}`,
    {
      hint: "Check /etc/apt/sources.list and /etc/apt/sources.list.d, then apt-get update.",
    },
  )
}

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      await access(path)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    }
  }
  return undefined
}
