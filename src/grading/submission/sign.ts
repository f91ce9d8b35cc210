import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { SIGNATURE_NAMESPACE } from "./format.js"
import type { SigningKey } from "./signing-key.js"
import { sshKeygen } from "./ssh-keygen.js"

/**
 * Signs with the student's own key, by `ssh-keygen -Y sign`: course never sees the key, and a passphrase is typed into ssh-keygen itself.
 * @returns the armoured signature
 * @throws CourseError COURSE_SSH_KEY
 */
export async function signManifest(manifest: Buffer, key: SigningKey, signal?: AbortSignal): Promise<string> {
  // A file and not standard input: that one has to stay the terminal, at which ssh-keygen asks for the passphrase.
  const folder = await mkdtemp(path.join(tmpdir(), "course-submit-"))
  try {
    const file = path.join(folder, "manifest")
    await writeFile(file, manifest, { mode: 0o600 })
    const keyFile = key.kind === "file" ? key.file : path.join(folder, "key.pub")
    if (key.kind === "agent") await writeFile(keyFile, `${key.publicKey}\n`, { mode: 0o600 })
    const ended = await sshKeygen(["-q", "-Y", "sign", "-f", keyFile, "-n", SIGNATURE_NAMESPACE, file], {
      asks: true,
      agentSocket: key.agentSocket,
      signal,
    })
    signal?.throwIfAborted()
    if (!ended.ok) throw notSigned(key, ended)
    return await readFile(`${file}.sig`, "latin1")
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function notSigned(key: SigningKey, { stderr, asked }: { stderr: string; asked: boolean }): CourseError {
  const name = key.kind === "file" ? key.file : "the key of the SSH agent"
  // ssh-keygen tells what it begins as well; the reason is what it said last.
  const said =
    stderr
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^Enter passphrase[^:]*: */, "")
      .trim() ?? ""
  const locked = /passphrase/i.test(stderr)
  const reason = locked && !asked ? "it has a passphrase, and there is no terminal to ask for it" : said
  return new CourseError(
    "COURSE_SSH_KEY",
    `The submission could not be signed with ${name}: ${reason || "no reason was given"}.`,
    {
      hint: locked
        ? `Run the command in a terminal, where ssh-keygen asks for the passphrase, or give the key to your agent first: ssh-add ${name}`
        : "Name the private key that goes with the public one that your instructor has: --key FILE.",
    },
  )
}
