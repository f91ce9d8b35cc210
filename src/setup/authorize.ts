import { sh } from "../engine/shell.js"
import { CourseError } from "../errors/course-error.js"
import type { HostConnection } from "../transport/ports.js"

const TIME_MS = 20_000

/** Reads the line of a public key and adds it once, with the modes that sshd insists on. */
const ADD = sh`
umask 077
IFS= read -r line
folder=$HOME/.ssh; file=$folder/authorized_keys
mkdir -p "$folder" && touch "$file" && chmod go-w "$HOME" && chmod 700 "$folder" && chmod 600 "$file" || exit 1
key=$(printf '%s\n' "$line" | cut -d ' ' -f 1,2)
if grep -qF -e "$key" "$file"; then echo present; exit 0; fi
if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then echo >>"$file"; fi
printf '%s\n' "$line" >>"$file" && echo added
`

/**
 * Lets a public key in as the account of a connection.
 * @returns whether it was there already
 */
export async function authorizeKey(
  connection: HostConnection,
  publicKey: string,
  { role, signal }: { role: string; signal?: AbortSignal },
): Promise<"added" | "present"> {
  const input = `${publicKey}\n`
  const seen = await connection.exec(ADD.shell, { as: "login", timeoutMs: TIME_MS, input, ...(signal && { signal }) })
  signal?.throwIfAborted()
  const said = seen.status === "done" ? seen.stdout.trim() : ""
  if (seen.status === "done" && seen.exitCode === 0 && (said === "added" || said === "present")) return said
  const why = seen.status === "unobserved" ? seen.reason : "stderr" in seen ? seen.stderr.trim() : ""
  throw new CourseError("COURSE_HOST_SHELL", `The key could not be put on ${role}.${why === "" ? "" : ` ${why}`}`, {
    hint: "Look at the owner and the modes of ~/.ssh/authorized_keys there, and at the room on its disk.",
  })
}
