import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
  access,
  chmod,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { runTool } from "../run-tool.js"
import { cached, type BuildOptions } from "./atomic-build.js"
import { hashOf } from "./hash.js"
import { runIsolated } from "../run-isolated.js"

/** Where guests keep the packages that were fetched for them. */
const GUEST_CACHE = "/var/cache/npm"

/** Raised when the layer's making changes. */
const RECIPE = 1

export interface NodeLayerOptions extends BuildOptions {
  base: { folder: string; key: string }
  /** Folders with package.json and package-lock.json: what they name, guests must be able to install. */
  apps: readonly string[]
}

/**
 * This machine's Node.js and npm, and a filled npm cache: hosts have no internet, and `npm ci` must work on them as it does for
 * a student. The registry is whatever npm is configured for on this machine.
 */
export async function nodeLayer({ base, apps, ...options }: NodeLayerOptions): Promise<string> {
  const projects = await Promise.all(apps.map(readProject))
  const npm = await npmFolder(options.signal)
  const folder = await cached({
    ...options,
    kind: "node",
    key: hashOf("node", RECIPE, base.key, process.version, await npmVersion(npm), projects),
    announcement: "Collecting Node.js and the service's packages for the hosts (once)",
    build: async (into) => {
      const root = join(into, "root")
      await copyNode(root, npm)
      await mkdir(join(root, GUEST_CACHE), { recursive: true })
      let registry: string | undefined
      for (const project of projects)
        registry = await fillCache({ cache: join(root, GUEST_CACHE), ...project, signal: options.signal })
      await writeNpmrc(root, registry)
      await runTool("chmod", ["-R", "a+rwX", join(root, GUEST_CACHE)], { purpose: "opening the package cache" })
      await proveItRuns(base.folder, into, options.signal)
    },
  })
  return join(folder, "root")
}

interface Project {
  manifest: string
  lock: string
  npmrc: string
}

async function readProject(folder: string): Promise<Project> {
  return {
    manifest: await readFile(join(folder, "package.json"), "utf8"),
    lock: await readFile(join(folder, "package-lock.json"), "utf8"),
    npmrc: (await readIfThere(join(folder, ".npmrc"))) ?? "",
  }
}

async function copyNode(root: string, npm: string): Promise<void> {
  const bin = join(root, "usr/bin")
  const modules = join(root, "usr/lib/node_modules")
  await mkdir(bin, { recursive: true })
  await mkdir(modules, { recursive: true })
  await copyFile(await realpath(process.execPath), join(bin, "node"))
  await chmod(join(bin, "node"), 0o755)
  await cp(npm, join(modules, "npm"), { recursive: true })
  await runTool("chown", ["-R", "root:root", join(root, "usr")], { purpose: "copying Node.js" })
  await symlink("../lib/node_modules/npm/bin/npm-cli.js", join(bin, "npm"))
  await symlink("../lib/node_modules/npm/bin/npx-cli.js", join(bin, "npx"))
}

interface Filling extends Project {
  cache: string
  signal: AbortSignal | undefined
}

/** Installs the locked packages once in a scratch folder, only for what the cache then holds. */
async function fillCache({ cache, manifest, lock, npmrc, signal }: Filling): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "course-npm-"))
  try {
    await writeFile(join(scratch, "package.json"), manifest)
    await writeFile(join(scratch, "package-lock.json"), lock)
    await writeFile(join(scratch, ".npmrc"), npmrc)
    const env = { npm_config_update_notifier: "false" }
    // Scripts of packages are not run here: only guests build what they need.
    await runTool("npm", ["ci", "--cache", cache, "--ignore-scripts", "--no-audit", "--no-fund"], {
      purpose: "fetching the packages of the reference service",
      hint: "Check the network and npm's settings with: npm ping",
      cwd: scratch,
      env,
      signal,
    })
    const registry = await runTool("npm", ["config", "get", "registry"], {
      purpose: "asking npm for its registry",
      cwd: scratch,
      env,
      signal,
    })
    return registry.trim()
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function writeNpmrc(root: string, registry: string | undefined): Promise<void> {
  const settings = [
    `cache=${GUEST_CACHE}`,
    "offline=true",
    "audit=false",
    "fund=false",
    "update-notifier=false",
    "logs-max=0",
  ]
  // npm looks for packages in its cache under the registry's name, so both must agree.
  if (registry !== undefined) settings.push(`registry=${registry}`)
  await mkdir(join(root, "usr/etc"), { recursive: true })
  await writeFile(join(root, "usr/etc/npmrc"), `${settings.join("\n")}\n`)
}

/** A Node.js that is linked against libraries the image lacks would fail much later, and less clearly. */
async function proveItRuns(base: string, into: string, signal: AbortSignal | undefined): Promise<void> {
  const script = `
mkdir "$2/merged"
mount -t overlay course-lab -o "lowerdir=$2/root:$1" "$2/merged"
chroot "$2/merged" /usr/bin/npm --version >/dev/null
umount "$2/merged"
rmdir "$2/merged"`
  await runIsolated(script, [base, into], {
    purpose: "running this machine's Node.js inside the image",
    hint: "Use an official Node.js build: one that brings its libraries with it.",
    signal,
  })
}

async function npmFolder(signal: AbortSignal | undefined): Promise<string> {
  const modules = await runTool("npm", ["root", "--global"], { purpose: "looking for npm", signal })
  const candidates = [join(modules.trim(), "npm"), "/usr/share/nodejs/npm"]
  for (const candidate of candidates) {
    try {
      await access(join(candidate, "bin/npm-cli.js"))
      return await realpath(candidate)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    }
  }
  throw new CourseError("COURSE_LAB_UNSUPPORTED", `npm is in none of these folders: ${candidates.join(", ")}.`, {
    hint: "Install Node.js with its own npm; the lab copies both into its hosts.",
  })
}

async function npmVersion(npm: string): Promise<string> {
  return readFile(join(npm, "package.json"), "utf8")
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}
