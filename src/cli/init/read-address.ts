import { CourseError } from "../../errors/course-error.js"
import type { FoundEntry } from "../../setup/candidate.js"

/** Reads `ADDRESS`, `ADDRESS:PORT`, or `local` for this very machine. A plain IPv6 address has no port here. */
export function readAddress(text: string): FoundEntry {
  const written = text.trim()
  if (written === "local") return { transport: "local" }
  const [, address, digits] = /^([^:\s]+|\[[^\]\s]+\]):(\d+)$/.exec(written) ?? []
  if (address === undefined) {
    if (/\s/.test(written) || written === "") throw notOne(text)
    return { address: written }
  }
  const port = Number(digits)
  if (port < 1 || port > 65_535) throw notOne(text)
  return { address: address.replace(/^\[(.*)\]$/, "$1"), port }
}

function notOne(text: string): CourseError {
  return new CourseError("COURSE_USAGE", `"${text}" is no address.`, {
    hint: "Write 192.168.56.10, 127.0.0.1:2222, a name, an alias of ~/.ssh/config, or local for this machine.",
  })
}
