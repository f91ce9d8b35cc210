import { labRequirements } from "../lab/requirements.js"
import type { Finding } from "./diagnose.js"

/** Whether this machine can boot practice hosts. It needs not: real ones are as good. */
export async function diagnoseLab(): Promise<Finding> {
  const { ready, obstacles, packages } = await labRequirements()
  if (ready) return { topic: "lab", level: "ok", message: "Practice hosts can be booted here with `course lab up`." }
  return {
    topic: "lab",
    level: "warning",
    message: ["Practice hosts cannot be booted here.", ...obstacles].join(" "),
    hint:
      packages.length > 0
        ? `Missing packages: apt-get install ${packages.join(" ")}`
        : "Everything else works: the course's own virtual machines are all it needs.",
  }
}
