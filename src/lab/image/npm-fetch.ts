import { createHash } from "node:crypto"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { runTool } from "../run-tool.js"
import type { LockedPackage } from "./npm-lock.js"

/** The texts that npm installs a project from. */
export interface NpmProject {
  manifest: string
  lock: string
  npmrc: string
}

export async function readProject(folder: string): Promise<NpmProject> {
  return {
    manifest: await readFile(join(folder, "package.json"), "utf8"),
    lock: await readFile(join(folder, "package-lock.json"), "utf8"),
    npmrc: (await readIfThere(join(folder, ".npmrc")))?.toString() ?? "",
  }
}

/** Where this person's npm keeps what it has fetched. */
export async function npmCacheFolder(signal: AbortSignal | undefined): Promise<string> {
  const folder = await runTool("npm", ["config", "get", "cache"], { purpose: "asking npm for its cache", signal })
  return join(folder.trim(), "_cacache")
}

interface Fetching {
  projects: readonly NpmProject[]
  packages: readonly LockedPackage[]
  /** Where the file of a package goes. */
  place: (entry: LockedPackage) => string
  cache: string
  signal?: AbortSignal | undefined
}

/**
 * Puts the files of the packages in their places. npm fetches what its cache lacks: each project is installed once in a scratch folder.
 * Files of optional packages that npm does not install on this platform are left out.
 */
export async function fetchTarballs({ projects, packages, place, cache, signal }: Fetching): Promise<void> {
  for (const project of projects) await install(project, signal)
  for (const entry of packages) {
    const bytes = await readIfThere(contentPath(cache, entry.integrity))
    if (bytes === undefined) {
      if (entry.required) throw missing(entry)
      continue
    }
    const [algorithm = "", hash] = split(entry.integrity)
    if (createHash(algorithm).update(bytes).digest("base64") !== hash) throw missing(entry)
    await mkdir(dirname(place(entry)), { recursive: true })
    await writeFile(place(entry), bytes)
  }
}

async function install({ manifest, lock, npmrc }: NpmProject, signal: AbortSignal | undefined): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "course-npm-"))
  try {
    await writeFile(join(scratch, "package.json"), manifest)
    await writeFile(join(scratch, "package-lock.json"), lock)
    await writeFile(join(scratch, ".npmrc"), npmrc)
    // Scripts of packages are not run here: only hosts build what they need.
    await runTool("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
      purpose: "fetching the packages of the reference service",
      hint: "Check the network and npm's settings with: npm ping",
      cwd: scratch,
      env: { npm_config_update_notifier: "false" },
      signal,
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** npm keeps a file below the hexadecimal digits of its hash. */
function contentPath(cache: string, integrity: string): string {
  const [algorithm = "", hash = ""] = split(integrity)
  const digits = Buffer.from(hash, "base64").toString("hex")
  return join(cache, "content-v2", algorithm, digits.slice(0, 2), digits.slice(2, 4), digits.slice(4))
}

function split(integrity: string): string[] {
  return integrity.split(/-(.*)/s)
}

function missing({ name, version }: LockedPackage): CourseError {
  return new CourseError(
    "COURSE_LAB_FAILED",
    `npm has installed ${name}@${version}, but its cache holds no such file.`,
    {
      hint: "Repair npm's cache with: npm cache verify",
    },
  )
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}
