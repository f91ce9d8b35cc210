import { CourseError } from "../errors/course-error.js"
import type { Host } from "../inventory/inventory.js"
import { connectionCut, spawnOn } from "./driver.js"
import { patience } from "./patience.js"
import type { Link, RemoteProcess } from "./ports.js"
import { printable } from "./printable.js"
import { rootAnnouncement, rootCommand } from "./script/prelude.js"
import type { Secrets } from "./secrets.js"

/** How long sudo may take to say yes or no; a wrong password costs it two seconds. */
const SUDO_MS = 15_000

/** Opens root shells: as root itself, by sudo without a password, or with the one that `Secrets` knows. */
export class RootShell {
  readonly #link: Link
  readonly #host: Host
  readonly #secrets: Secrets
  #refused: CourseError | undefined
  #needsPassword = false

  constructor(link: Link, host: Host, secrets: Secrets) {
    this.#link = link
    this.#host = host
    this.#secrets = secrets
  }

  /**
   * A process that runs as root and waits for `bytes` bytes of script.
   * @throws CourseError COURSE_SUDO when root rights cannot be had
   */
  async open(marker: string, bytes: number, signal?: AbortSignal): Promise<RemoteProcess> {
    if (this.#refused) throw this.#refused
    if (!this.#needsPassword) {
      const tried = await this.#try(marker, bytes, undefined, signal)
      if (typeof tried === "object") return tried
      if (!/password|terminal|askpass|interact/i.test(tried)) throw this.#refuse(this.#denied(tried))
    }
    const password = await this.#secrets.sudoPassword(this.#host)
    if (password === undefined) throw this.#refuse(this.#unasked())
    const tried = await this.#try(marker, bytes, password, signal)
    if (typeof tried === "string") throw this.#refuse(this.#wrong(tried))
    this.#needsPassword = true
    return tried
  }

  /** Remembered, because every further try would be one more failed login in the host's journal. */
  #refuse(error: CourseError): CourseError {
    this.#refused = error
    return error
  }

  /** @returns the root shell, or what sudo said instead */
  async #try(
    marker: string,
    bytes: number,
    password: string | undefined,
    signal?: AbortSignal,
  ): Promise<RemoteProcess | string> {
    const command = rootCommand(marker, bytes, password === undefined ? "never" : "stdin")
    const process = await spawnOn(this.#link, command, this.#host.role)
    process.stdin.on("error", () => undefined)
    if (password !== undefined) process.stdin.write(`${password}\n`)
    return await new Promise((resolve, reject) => {
      const announcement = Buffer.from(`${rootAnnouncement(marker)}\n`)
      let stdout = Buffer.alloc(0)
      let stderr = ""
      const settle = (): void => {
        stopWaiting()
        signal?.removeEventListener("abort", stop)
        process.stdout.off("data", onStdout)
        process.stderr.off("data", onStderr)
      }
      const giveUp = (): void => {
        settle()
        process.kill()
        if (signal?.aborted) reject(connectionCut(this.#host.role))
        else resolve(printable(stderr) || "sudo did not answer")
      }
      const stop = (): void => {
        process.stdin.end()
        giveUp()
      }
      const stopWaiting = patience(SUDO_MS, giveUp)
      signal?.addEventListener("abort", stop, { once: true })
      const onStdout = (chunk: Buffer): void => {
        stdout = Buffer.concat([stdout, chunk])
        const at = stdout.indexOf(announcement)
        if (at < 0) {
          stdout = stdout.subarray(Math.max(0, stdout.length - announcement.length))
          return
        }
        // Whoever takes over the shell lets its streams flow again.
        process.stdout.pause()
        process.stderr.pause()
        settle()
        const rest = stdout.subarray(at + announcement.length)
        if (rest.length > 0) process.stdout.unshift(rest)
        resolve(process)
      }
      const onStderr = (chunk: Buffer): void => {
        stderr = (stderr + chunk.toString("utf8")).slice(0, 4096)
        // Another question for the password would be answered with the script.
        if (password !== undefined && /try again|incorrect|wrong/i.test(stderr)) process.stdin.end()
      }
      process.stdout.on("data", onStdout)
      process.stderr.on("data", onStderr)
      void process.closed.then(({ exitCode }) => {
        settle()
        if (exitCode === undefined && stderr === "") reject(connectionCut(this.#host.role))
        else resolve(printable(stderr) || `sudo ended with ${exitCode}`)
      })
    })
  }

  #unasked(): CourseError {
    return new CourseError("COURSE_SUDO", `It needs sudo: ${this.#host.role} asks ${this.#host.user} for a password.`, {
      hint: "Run the command again with --ask-sudo, or name a sudoPasswordFile for the host in course.yaml.",
    })
  }

  #wrong(said: string): CourseError {
    return new CourseError(
      "COURSE_SUDO",
      `It needs sudo: ${this.#host.role} does not accept the sudo password of ${this.#host.user} (${said}).`,
      { hint: "Correct the password, and try `sudo -k true` on the host yourself." },
    )
  }

  #denied(said: string): CourseError {
    return new CourseError(
      "COURSE_SUDO",
      `It needs sudo, which ${this.#host.role} refuses to ${this.#host.user}: ${said}`,
      {
        hint: `The account has to be in the group sudo: usermod -aG sudo ${this.#host.user}`,
      },
    )
  }
}
