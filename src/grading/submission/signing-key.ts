import { existsSync } from "node:fs"
import path from "node:path"
import { execa } from "execa"
import { CourseError } from "../../errors/course-error.js"

/** The key to sign with: a file, or one that only the SSH agent has. */
export type SigningKey =
  | { readonly kind: "file"; readonly file: string; readonly agentSocket?: string | undefined }
  | { readonly kind: "agent"; readonly publicKey: string; readonly agentSocket?: string | undefined }

const USUAL = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"]

/**
 * The student's key: the named one, else one with which the hosts are reached, else the usual one of ~/.ssh, else the first of the agent.
 * @throws CourseError COURSE_SSH_KEY when there is none
 */
export async function chooseSigningKey({
  named,
  identityFiles,
  agentSocket,
  home,
}: {
  named: string | undefined
  /** Of course.yaml, in its order. */
  identityFiles: readonly string[]
  /** The agent of course.yaml; `none` asks no agent. */
  agentSocket?: string | undefined
  home: string
}): Promise<SigningKey> {
  const socket = agentSocket === "none" ? undefined : agentSocket
  if (named !== undefined) {
    if (existsSync(named)) return { kind: "file", file: named, agentSocket: socket }
    throw new CourseError("COURSE_SSH_KEY", `There is no key ${named}.`, { hint: "Name a private key: --key FILE." })
  }
  const file = [...identityFiles, ...USUAL.map((name) => path.join(home, ".ssh", name))].find((each) =>
    existsSync(each),
  )
  if (file !== undefined) return { kind: "file", file, agentSocket: socket }
  const [publicKey] = agentSocket === "none" ? [] : await keysOfAgent(socket)
  if (publicKey !== undefined) return { kind: "agent", publicKey, agentSocket: socket }
  throw new CourseError("COURSE_SSH_KEY", "There is no SSH key to sign with: none in ~/.ssh, none in an agent.", {
    hint: "Make one with `ssh-keygen -t ed25519` and send the .pub file to your instructor, or name one with --key FILE.",
  })
}

async function keysOfAgent(socket: string | undefined): Promise<string[]> {
  const { stdout } = await execa("ssh-add", ["-L"], {
    reject: false,
    stdin: "ignore",
    stderr: "ignore",
    ...(socket === undefined ? {} : { env: { SSH_AUTH_SOCK: socket } }),
  })
  return (stdout ?? "").split("\n").filter((line) => /^(ssh|ecdsa|sk)-\S+ [A-Za-z0-9+/]+=*( |$)/.test(line))
}
