import { existsSync } from "node:fs"
import { mkdir, readFile } from "node:fs/promises"
import { hostname, userInfo } from "node:os"
import { dirname, join } from "node:path"
import { execa } from "execa"
import { CourseError } from "../errors/course-error.js"

const USUAL = ["id_ed25519", "id_ecdsa", "id_rsa"]

/** The private keys of the account that have their public part beside them. */
export function presentKeys(home: string): string[] {
  return USUAL.map((name) => join(home, ".ssh", name)).filter((file) => existsSync(file) && existsSync(`${file}.pub`))
}

/** Where a new key goes. */
export function newKeyFile(home: string): string {
  return join(home, ".ssh", USUAL[0] ?? "")
}

/**
 * Makes an Ed25519 key pair with `ssh-keygen`.
 * @param passphrase `ask` lets ssh-keygen ask on the terminal: no program sees it but that one
 */
export async function makeKeyPair(file: string, { passphrase }: { passphrase: "ask" | "none" }): Promise<void> {
  if (existsSync(file))
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The key ${file} is there already, and is never replaced.`, {
      hint: "Take it with --identity, or name another file.",
    })
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The folder ${dirname(file)} cannot be made.`, {
      hint: "Name a file in a folder that is yours with --identity.",
      cause,
    })
  }
  const comment = `${userInfo().username}@${hostname()}`
  const argv = ["-q", "-t", "ed25519", "-C", comment, "-f", file, ...(passphrase === "none" ? ["-N", ""] : [])]
  const { failed, stderr, shortMessage } = await execa("ssh-keygen", argv, {
    reject: false,
    stdin: passphrase === "ask" ? "inherit" : "ignore",
    stdout: "ignore",
    stderr: passphrase === "ask" ? ["inherit", "pipe"] : "pipe",
  })
  if (failed)
    throw new CourseError("COURSE_SSH_KEY", `ssh-keygen made no key ${file}: ${stderr || shortMessage}`, {
      hint: "Make one yourself with `ssh-keygen -t ed25519`, then name it with --identity.",
    })
}

/** The line of a public key, for authorized_keys. */
export async function publicKeyOf(file: string): Promise<string> {
  let text: string
  try {
    text = await readFile(`${file}.pub`, "utf8")
  } catch (cause) {
    throw new CourseError("COURSE_SSH_KEY", `${file}.pub, the public part of the key, cannot be read.`, {
      hint: `Make it from the private one: ssh-keygen -y -f ${file} > ${file}.pub`,
      cause,
    })
  }
  const line = text.trim()
  if (/^[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\n]*)?$/.test(line)) return line
  throw new CourseError("COURSE_SSH_KEY", `${file}.pub holds no public key.`, {
    hint: `Make it from the private one: ssh-keygen -y -f ${file} > ${file}.pub`,
  })
}
