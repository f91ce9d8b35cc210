import { readFile, stat, writeFile } from "node:fs/promises"
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { runIsolated } from "../run-isolated.js"

/** Debian's place for the cluster that comes with PostgreSQL 15. */
const CLUSTER = "/var/lib/postgresql/15/main"

/**
 * Gives the database cluster of a host that is off a system identifier of its own, as if it had been made on this host. PostgreSQL has
 * no program for that: the identifier is changed in the control file, and a fresh write-ahead log takes it from there.
 * @returns false where the host has no cluster
 */
export async function giveOwnCluster(root: string, signal?: AbortSignal): Promise<boolean> {
  const file = join(root, CLUSTER, "global/pg_control")
  const there = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
  if (there === undefined) return false
  // Writing in place keeps owner and mode.
  await writeFile(file, withIdentifier(await readFile(file), newIdentifier(new Date())))
  await runIsolated('exec chroot "$1" sh -euc "$2"', [root, RESET], {
    purpose: `giving the database of ${root} an identifier of its own`,
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    signal,
  })
  return true
}

const RESET = `cd / && runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_resetwal ${CLUSTER} >/dev/null`

/** As PostgreSQL makes it: the second in the upper half, in the lower one what differs between two clusters of one second. */
function newIdentifier(now: Date): bigint {
  return (BigInt(Math.floor(now.getTime() / 1000)) << 32n) | BigInt(randomBytes(4).readUInt32LE())
}

/** A control file with another system identifier: its first eight bytes. @throws CourseError COURSE_LAB_FAILED when it is none */
export function withIdentifier(control: Buffer, identifier: bigint): Buffer {
  const end = checksumAt(control)
  const changed = Buffer.from(control)
  changed.writeBigUInt64LE(identifier)
  changed.writeUInt32LE(crc32c(changed.subarray(0, end)), end)
  return changed
}

/** Where the checksum of what is before it stands; the place differs from one release of PostgreSQL to another. */
function checksumAt(control: Buffer): number {
  for (let at = 64; at + 4 <= Math.min(control.length, 512); at += 4)
    if (control.readUInt32LE(at) === crc32c(control.subarray(0, at))) return at
  throw new CourseError("COURSE_LAB_FAILED", "The control file of a lab's database has no checksum that fits it.", {
    hint: "Build the lab's layers anew: remove the folder course/lab in ~/.cache.",
  })
}

/** The Castagnoli polynomial, which node:zlib does not have. */
function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
