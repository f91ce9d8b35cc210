import { existsSync } from "node:fs"
import { sh } from "../../engine/shell.js"
import { CourseError } from "../../errors/course-error.js"
import type { Host } from "../../inventory/inventory.js"
import type { HostConnection, TerminalSize } from "../../transport/ports.js"
import { ownShell } from "../../transport/local/shell-command.js"
import { CastWriter } from "./cast-writer.js"
import { ShellRecorder } from "./shell-recorder.js"

const LOOK_MS = 5_000

/** @throws CourseError COURSE_FILE_UNWRITABLE when the file is there, unless it is to be replaced */
export function refuseToReplaceCast({ file, replace }: { file: string; replace: boolean }): void {
  if (!replace && existsSync(file))
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${file} is there already.`, {
      hint: "Name another file, or replace it with --force.",
    })
}

/** Begins to record a shell. */
export async function startRecording(
  { file, replace }: { file: string; replace: boolean },
  shell: { connection: HostConnection; host: Host; term: string; size: TerminalSize },
): Promise<ShellRecorder> {
  const { connection, host, term, size } = shell
  const name = host.transport === "local" ? ownShell() : await loginShell(connection)
  const writer = new CastWriter(file, {
    replace,
    header: {
      version: 2,
      width: size.columns,
      height: size.rows,
      timestamp: Math.floor(Date.now() / 1000),
      title: `course shell ${host.role}`,
      env: { TERM: term, ...(name === undefined ? {} : { SHELL: name }) },
    },
  })
  return new ShellRecorder(writer)
}

/** Which shell the account has on a host; undefined where that cannot be seen. */
async function loginShell(connection: HostConnection): Promise<string | undefined> {
  const seen = await connection.exec(sh`printf %s "$SHELL"`.shell, { as: "login", timeoutMs: LOOK_MS, maxBytes: 256 })
  return seen.status === "done" && seen.stdout.startsWith("/") ? seen.stdout : undefined
}
