const GUEST_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/** Starts in the home folder, or in / where there is none, and becomes the command. */
const AT_HOME = 'cd "$HOME" 2>/dev/null || cd /; exec "$@"'

/** Looks an account up inside the guest and becomes it, with the environment of a login. */
const AS_USER = `
line=$(getent passwd "$1") || { echo "course: there is no account $1 on this host" >&2; exit 126; }
user=$1; shift
home=$(echo "$line" | cut -d: -f6); shell=$(echo "$line" | cut -d: -f7)
exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups --pdeathsig KILL -- env -i \
  HOME="$home" USER="$user" LOGNAME="$user" SHELL="$shell" PATH="$PATH" LANG="$LANG" TERM="$TERM" sh -c '${AT_HOME}' sh "$@"`

/**
 * The arguments of `nsenter` that run a command inside a guest as a user. Standard streams and the exit status pass through; the
 * command dies with `nsenter`, so that an interrupted caller leaves nothing running.
 */
export function enterArguments(leader: number, user: string, argv: readonly string[]): string[] {
  const terminal = process.env["TERM"] ?? "dumb"
  const root = ["HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/bash"]
  const clean = ["env", "-i", `PATH=${GUEST_PATH}`, "LANG=C.UTF-8", `TERM=${terminal}`, ...root]
  const become = user === "root" ? ["sh", "-c", AT_HOME, "sh"] : ["sh", "-c", AS_USER, "sh", user]
  return [
    ...["--target", String(leader), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--"],
    ...["setpriv", "--pdeathsig", "KILL", "--", ...clean, ...become, ...argv],
  ]
}
