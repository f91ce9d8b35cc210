import type { Context } from "../../src/engine/context.js"
import { Unobserved } from "../../src/engine/probe.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"
import type { MachineRole } from "./machine.js"

/** A value of /etc/os-release without its quotes. */
export function release(found: Facts, name: "ID" | "VERSION_ID" | "VERSION" | "VERSION_CODENAME"): string {
  return found.get(`os.${name}`).replace(/^(["'])(.*)\1$/, "$2")
}

/** Is it the distribution of the course, of a version that is kept up for years? */
export function operatingSystem(role: MachineRole, found: Facts, { settings }: Context): Verdict {
  const [id, version] = [release(found, "ID"), release(found, "VERSION_ID")]
  if (id === "") throw new Unobserved(`${role} has no /etc/os-release.`)
  const evidence = {
    expected: `${settings.distribution} ${settings.version} or later`,
    actual: `${id} ${release(found, "VERSION") || version || "(no version)"}`,
  }
  return all(
    expect(id === settings.distribution, {
      message: `${role} runs another distribution.`,
      ...evidence,
      hint: "Install the image of the course, or name `distribution` and `version` in the settings of course.yaml where it was agreed upon.",
    }),
    expect(isAtLeast(version, settings.version), { message: `The system of ${role} is too old.`, ...evidence }),
    expect(id !== "ubuntu" || /\bLTS\b/.test(release(found, "VERSION")), {
      message: `${role} runs an interim release.`,
      ...evidence,
      hint: "Interim releases are kept up for nine months, an LTS release for five years: install that one.",
    }),
  )
}

function isAtLeast(version: string, lowest: string): boolean {
  const [a, b] = [version.split(".").map(Number), lowest.split(".").map(Number)]
  if (version === "" || a.some(Number.isNaN)) return false
  const at = b.findIndex((part, index) => part !== (a[index] ?? 0))
  return at < 0 || (a[at] ?? 0) > (b[at] ?? 0)
}
