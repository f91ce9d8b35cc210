import { randomBytes } from "node:crypto"
import { hostname } from "node:os"

/** A name for this process as a worker, by which it can be told later whether it still lives. */
export function workerName(): string {
  return `${hostname()}/${process.pid}/${randomBytes(4).toString("hex")}`
}

/** Is this the name of a process of this machine that is gone? Of other machines nothing is known. */
export function isGone(name: string, own: string): boolean {
  const [host, pid, nonce] = name.split("/")
  if (host !== hostname() || pid === undefined || nonce === undefined || name === own) return false
  // The number of a process comes back, in containers soon.
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH"
  }
}
