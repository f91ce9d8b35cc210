import { execa } from "execa"
import { CourseError } from "../../errors/course-error.js"

/** Runs OpenSSH's own ssh-keygen, which knows every kind of key, the agent and security keys. */
export async function sshKeygen(
  argv: readonly string[],
  {
    input,
    asks = false,
    agentSocket,
    signal,
  }: {
    input?: Buffer
    /** It may ask for a passphrase where there is a terminal. */
    asks?: boolean
    agentSocket?: string | undefined
    signal?: AbortSignal | undefined
  } = {},
): Promise<{ ok: boolean; stderr: string; asked: boolean }> {
  const terminal = asks && process.stdin.isTTY
  const { failed, stderr, code } = await execa("ssh-keygen", argv, {
    reject: false,
    ...(input === undefined ? { stdin: terminal ? "inherit" : "ignore" } : { input }),
    stdout: "ignore",
    // A security key says there that it waits to be touched.
    stderr: terminal ? ["inherit", "pipe"] : "pipe",
    env: { LC_ALL: "C", ...(agentSocket === undefined ? {} : { SSH_AUTH_SOCK: agentSocket }) },
    ...(signal ? { cancelSignal: signal } : {}),
  })
  if (code === "ENOENT") throw missing()
  if (/(unknown|illegal|invalid) option/i.test(stderr)) throw tooOld()
  return { ok: !failed, stderr, asked: terminal }
}

function missing(): CourseError {
  return new CourseError(
    "COURSE_SSH_KEY",
    "ssh-keygen, which signs and verifies submissions, is not on this machine.",
    {
      hint: "Install OpenSSH's client: `sudo apt install openssh-client`; on Windows it is an optional feature named OpenSSH Client.",
    },
  )
}

function tooOld(): CourseError {
  return new CourseError("COURSE_SSH_KEY", "The ssh-keygen of this machine is too old to sign files.", {
    hint: "OpenSSH 8.2 or newer is needed; `ssh -V` tells the version.",
  })
}
