import { access, chmod, copyFile, cp, mkdir, readFile, realpath, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { runIsolated } from "../run-isolated.js"
import { runTool } from "../run-tool.js"
import { NPM_REGISTRY } from "../spec.js"
import { cached, type BuildOptions } from "./atomic-build.js"
import { hashOf } from "./hash.js"

/** Settings of every npm on a host. Lock files stay free of the registry's address, so that they serve everywhere. */
const NPMRC = `registry=${NPM_REGISTRY}
omit-lockfile-registry-resolved=true
fund=false
update-notifier=false
`

export interface NodeLayerOptions extends BuildOptions {
  base: { folder: string; key: string }
}

/** This machine's Node.js and npm, asking the registry of the hub for packages: hosts have no internet. */
export async function nodeLayer({ base, ...options }: NodeLayerOptions): Promise<{ folder: string; key: string }> {
  const npm = await npmFolder(options.signal)
  const key = hashOf("node", base.key, process.version, await npmVersion(npm), NPMRC)
  const folder = await cached({
    ...options,
    kind: "node",
    key,
    announcement: "Collecting Node.js for the hosts (once)",
    build: async (into) => {
      const root = join(into, "root")
      await copyNode(root, npm)
      await mkdir(join(root, "usr/etc"), { recursive: true })
      await writeFile(join(root, "usr/etc/npmrc"), NPMRC)
      await proveItRuns(base.folder, into, options.signal)
    },
  })
  return { folder: join(folder, "root"), key }
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
