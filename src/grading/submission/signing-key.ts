import { existsSync, readFileSync } from "node:fs"
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
 * A key is there as well when only its public half is, and the agent has it.
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
    // Of a key that only the agent has there may be the public half alone.
    const there = [named, publicHalf(named)].find((each) => existsSync(each))
    if (there !== undefined) return { kind: "file", file: there, agentSocket: socket }
    throw new CourseError("COURSE_SSH_KEY", `There is no key ${named}.`, {
      hint: "Name a private key, or the .pub file of one that your SSH agent has: --key FILE.",
    })
  }
  const candidates = [...identityFiles, ...USUAL.map((name) => path.join(home, ".ssh", name))]
  const ofAgent = agentSocket === "none" ? [] : await keysOfAgent(socket)
  const file = candidates.map((each) => usable(each, ofAgent)).find((each) => each !== undefined)
  if (file !== undefined) return { kind: "file", file, agentSocket: socket }
  const [publicKey] = ofAgent
  if (publicKey !== undefined) return { kind: "agent", publicKey, agentSocket: socket }
  throw new CourseError("COURSE_SSH_KEY", "There is no SSH key to sign with: none in ~/.ssh, none in an agent.", {
    hint: "Make one with `ssh-keygen -t ed25519` and send the .pub file to your instructor, or name one with --key FILE.",
  })
}

function publicHalf(file: string): string {
  return file.endsWith(".pub") ? file : `${file}.pub`
}

/** The private key, or the public half of one that the agent has: ssh-keygen takes either. */
function usable(file: string, ofAgent: readonly string[]): string | undefined {
  if (!file.endsWith(".pub") && existsSync(file)) return file
  return isOneOf(publicHalf(file), ofAgent) ? publicHalf(file) : undefined
}

/** Has the agent the key whose public half this file is? */
function isOneOf(file: string, ofAgent: readonly string[]): boolean {
  if (ofAgent.length === 0 || !existsSync(file)) return false
  const [type, key] = readFileSync(file, "utf8").split(" ")
  return ofAgent.some((line) => line.startsWith(`${type} ${key}`))
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
