import { existsSync } from "node:fs"
import { chmod, rm, writeFile } from "node:fs/promises"
import { execa } from "execa"
import { isDebianLike, isRoot, onPath } from "./machine.js"
import { postgresPrograms } from "./postgres-programs.js"
import { installPackages, type LabRequirements } from "./requirements.js"

/** What the tests run on this machine itself, beside the lab and the browser, and the Debian package that brings it. */
const PROGRAMS: Record<string, () => Promise<string | undefined>> = {
  "openssh-server": () => onPath("sshd"),
  postgresql: () => postgresPrograms(),
  fish: () => onPath("fish"),
  zsh: () => onPath("zsh"),
}
/** What those packages would start now and at every boot. The tests start servers of their own. */
const UNITS = ["ssh.service", "ssh.socket", "postgresql.service"]
/** Debian's packages ask it before they start anything; 101 means no. See /usr/share/doc/init-system-helpers/README.policy-rc.d.gz. */
const POLICY = "/usr/sbin/policy-rc.d"

/** Which of the programs that tests use this machine lacks. Reads only. */
export async function testRequirements(): Promise<LabRequirements> {
  const missing: string[] = []
  for (const [name, find] of Object.entries(PROGRAMS)) if ((await find()) === undefined) missing.push(name)
  const installable = isRoot() && (await isDebianLike())
  const obstacles =
    missing.length > 0 && !installable
      ? [`Only root can install them, on Debian or Ubuntu: ${missing.join(", ")}.`]
      : []
  return { ready: missing.length === 0, obstacles, packages: missing }
}

/**
 * Installs those programs where that is possible, after saying so, and leaves no server running that was not.
 * @throws CourseError COURSE_LAB_UNSUPPORTED
 */
export async function installTestPrograms(say: (line: string) => void): Promise<void> {
  const { obstacles, packages } = await testRequirements()
  if (obstacles.length > 0 || packages.length === 0) return
  const before = await enabledUnits()
  const policy = await forbidStarting()
  try {
    await installPackages(packages, "the tests", say)
  } finally {
    if (policy) await rm(POLICY, { force: true })
  }
  const added = (await enabledUnits()).filter((unit) => !before.includes(unit))
  if (added.length > 0) await execa("systemctl", ["disable", ...added], { stdin: "ignore" })
}

/** Forbids it for the life of this process alone, so that one that was killed forbids nothing. @returns whether there was no policy before */
async function forbidStarting(): Promise<boolean> {
  try {
    await writeFile(POLICY, `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nrm -f -- "$0"\n`, {
      flag: "wx",
    })
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false
    throw error
  }
  await chmod(POLICY, 0o755)
  return true
}

async function enabledUnits(): Promise<string[]> {
  if (!existsSync("/run/systemd/system")) return []
  const states = await Promise.all(
    UNITS.map((unit) => execa("systemctl", ["is-enabled", unit], { stdin: "ignore", reject: false })),
  )
  return UNITS.filter((_, index) => states[index]?.stdout === "enabled")
}
