import { spawn } from "node:child_process"
import { once } from "node:events"
import { open } from "node:fs/promises"
import writeFileAtomic from "write-file-atomic"
import { CourseError } from "../../errors/course-error.js"

/**
 * Waits beside a guest, because systemd-nspawn with --keep-unit ends with status 133 where the guest asked for a reboot. It is a
 * shell script so that a lab outlives the command that booted it without keeping a Node.js process per guest.
 * Arguments: the guest's control groups, a line "--", the command that runs the guest.
 */
const SUPERVISOR = `#!/bin/sh
set -u
groups=
while [ "$1" != -- ]; do groups="$groups $1"; shift; done
shift
for group in $groups; do echo 0 > "$group/watch/cgroup.procs" || exit 1; done
while :; do
  ( for group in $groups; do echo 0 > "$group/guest/cgroup.procs" || exit 1; done; exec "$@" )
  status=$?
  echo "course: the guest ended with status $status at $(date -u +%FT%TZ)"
  [ "$status" -eq 133 ] || exit "$status"
done
`

export interface SuperviseRequest {
  /** Where the supervisor's script is kept. */
  script: string
  console: string
  groups: readonly string[]
  command: readonly string[]
}

/** Starts a guest and its supervisor in a session of their own. */
export async function supervise({ script, console: log, groups, command }: SuperviseRequest): Promise<void> {
  // Hosts boot at the same time: none may read what another is writing.
  await writeFileAtomic(script, SUPERVISOR, { mode: 0o700 })
  const output = await open(log, "a", 0o600)
  try {
    const child = spawn("sh", [script, ...groups, "--", ...command], {
      detached: true,
      stdio: ["ignore", output.fd, output.fd],
      cwd: "/",
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8" },
    })
    await once(child, "spawn")
    child.unref()
  } catch (error) {
    throw new CourseError("COURSE_LAB_FAILED", "The supervisor of a guest could not be started.", { cause: error })
  } finally {
    await output.close()
  }
}
