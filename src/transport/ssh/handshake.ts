import type { Duplex } from "node:stream"
import ssh2, { type Client } from "ssh2"
import { CourseError } from "../../errors/course-error.js"
import type { SshTarget } from "../../inventory/inventory.js"
import { patience } from "../patience.js"
import { printable } from "../printable.js"
import { ProxyStream, systemCodeIn } from "../proxy-command.js"
import { interrupted } from "../unobserved.js"
import type { Authentication } from "./authentication.js"
import { dialError } from "./dial.js"
import { hostKeyName } from "./host-key-policy.js"
import type { KnownHosts } from "./known-hosts.js"

/** A host that says nothing for three times this long is gone. */
const KEEP_ALIVE_MS = 5_000

/** Ed25519 and its key exchange first: they cost far less time than the rest. */
const KEX = [
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
  "ecdh-sha2-nistp256",
  "ecdh-sha2-nistp384",
  "ecdh-sha2-nistp521",
  "diffie-hellman-group16-sha512",
  "diffie-hellman-group14-sha256",
] as const
const HOST_KEYS = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
] as const

export interface HandshakeOptions {
  label: string
  timeoutMs: number
  signal: AbortSignal | undefined
  known: KnownHosts
  authentication: Authentication
  /** @throws CourseError when the key must not be trusted */
  judgeKey: (key: Buffer) => Promise<void>
}

/** Speaks SSH on an open connection until the account is logged in. @throws CourseError */
export function handshake(sock: Duplex, target: SshTarget, options: HandshakeOptions): Promise<Client> {
  const { label, timeoutMs, signal, known, authentication, judgeKey } = options
  const client = new ssh2.Client()
  const place = `${label} (${target.address}, port ${target.port})`
  return new Promise((resolve, reject) => {
    let stage: "greeting" | "key" | "login" = "greeting"
    let disarm = (): void => undefined
    let refusal: CourseError | undefined
    let lastError: Error | undefined
    const arm = (): void => {
      disarm()
      const tooLate = () =>
        // Behind a proxy command nobody has accepted anything before the first byte.
        sock instanceof ProxyStream && sock.received === 0
          ? dialError(undefined, target, label, timeoutMs)
          : late(place, stage, timeoutMs)
      disarm = patience(timeoutMs, () => fail(tooLate()))
    }
    const settle = (): void => {
      disarm()
      signal?.removeEventListener("abort", onAbort)
    }
    const fail = (error: CourseError): void => {
      settle()
      client.destroy()
      sock.destroy()
      reject(error)
    }
    const onAbort = (): void => fail(interrupted())
    signal?.addEventListener("abort", onAbort, { once: true })
    authentication.onAsking((asking) => (asking ? disarm() : arm()))
    // Errors may come in pairs, also later; the first one counts, and none may go without a listener.
    client.on("error", (error: Error & { level?: string }) => {
      if (error.level === "agent") return
      lastError ??= error
      if (refusal) return fail(refusal)
      if (error.level === "client-authentication") return fail(notAccepted(place, target, authentication))
      fail(broken(error, sock, target, label, stage))
    })
    client.on("close", () => fail(refusal ?? broken(lastError, sock, target, label, stage)))
    client.once("handshake", () => {
      stage = "login"
      arm()
    })
    client.once("ready", () => {
      settle()
      resolve(client)
    })
    // Its events have passed, and nobody would be told.
    if (sock.destroyed) return fail(broken(sock.errored ?? undefined, sock, target, label, stage))
    arm()
    try {
      client.connect({
        sock,
        username: target.user,
        readyTimeout: 0,
        keepaliveInterval: KEEP_ALIVE_MS,
        keepaliveCountMax: 3,
        authHandler: authentication.handler,
        algorithms: { kex: [...KEX], serverHostKey: preferred(known.types(hostKeyName(target))) },
        hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
          stage = "key"
          judgeKey(key).then(
            () => verify(true),
            (error: unknown) => {
              refusal =
                error instanceof CourseError ? error : new CourseError("COURSE_BUG", String(error), { cause: error })
              verify(false)
            },
          )
        },
      })
    } catch (error) {
      fail(broken(error instanceof Error ? error : undefined, sock, target, label, stage))
    }
  })
}

/** Types of which a key is known come first, else the host would show another one, which looks like a changed key. */
function preferred(types: readonly string[]): (typeof HOST_KEYS)[number][] {
  const isKnown = (algorithm: string): boolean =>
    types.includes(algorithm) || (algorithm.startsWith("rsa-sha2-") && types.includes("ssh-rsa"))
  return [...HOST_KEYS.filter(isKnown), ...HOST_KEYS.filter((each) => !isKnown(each))]
}

function late(place: string, stage: string, timeoutMs: number): CourseError {
  const what =
    stage === "login"
      ? "did not finish the login"
      : "accepts the connection but stays silent instead of greeting as an SSH server"
  return new CourseError("COURSE_HOST_TIMEOUT", `${place} ${what} within ${timeoutMs / 1000} s.`, {
    hint: "Is the machine overloaded or still starting? Is the port that of its SSH server? Try again in a moment.",
  })
}

function broken(error: Error | undefined, sock: Duplex, target: SshTarget, label: string, stage: string): CourseError {
  const place = `${label} (${target.address}, port ${target.port})`
  if (sock instanceof ProxyStream && sock.received === 0) {
    const code = systemCodeIn(sock.complaint(), target.address)
    if (code !== undefined) return dialError(Object.assign(new Error(sock.complaint()), { code }), target, label)
    return new CourseError(
      "COURSE_PROXY_COMMAND",
      `The proxyCommand for ${place} gives no connection: ${sock.complaint()}.`,
      {
        hint: "Run the command yourself: it should print a line that begins with SSH-2.0.",
        cause: error,
      },
    )
  }
  const message = error?.message ?? ""
  if (error && "code" in error && typeof error.code === "string") return dialError(error, target, label)
  if (stage === "login")
    return new CourseError(
      /too many authentication/i.test(message) ? "COURSE_SSH_AUTH" : "COURSE_HOST_CLOSED",
      `${place} ended the login${message === "" ? "" : `: ${printable(message)}`}.`,
      {
        hint: "Name the one right key as identityFile in course.yaml, or look at the journal of sshd on the machine.",
        cause: error,
      },
    )
  return new CourseError(
    "COURSE_SSH_HANDSHAKE",
    `${place} does not speak SSH as course knows it${message === "" ? "" : `: ${printable(message)}`}.`,
    {
      hint: "Is the port that of its SSH server? Look with: ssh-keyscan -p PORT ADDRESS",
      cause: error,
    },
  )
}

function notAccepted(place: string, target: SshTarget, authentication: Authentication): CourseError {
  const fault = authentication.fault()
  if (fault instanceof CourseError) return fault
  const accepted = authentication.accepted()
  const tried =
    authentication.tried.length === 0 ? "There was nothing to offer" : `Offered: ${authentication.tried.join(", ")}`
  const wants = accepted ? ` It accepts: ${accepted.join(", ")}.` : ""
  return new CourseError("COURSE_SSH_AUTH", `${place} does not let ${target.user} in. ${tried}.${wants}`, {
    hint: `Put your public key there: ssh-copy-id -p ${target.port} ${target.user}@${target.address}. Or correct user and identityFile in course.yaml.`,
    cause: fault,
  })
}
