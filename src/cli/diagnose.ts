import type { Observation } from "../engine/observation.js"
import { sh } from "../engine/shell.js"
import { ERROR_CODES, type ErrorCode } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"
import type { Host } from "../inventory/inventory.js"
import type { HostConnection, Transport } from "../transport/ports.js"

/** What one look at a host can be about. */
export type Topic =
  | "name"
  | "route"
  | "refused"
  | "timeout"
  | "port"
  | "host key"
  | "login"
  | "proxy"
  | "shell"
  | "connection"
  | "disk"
  | "sudo"
  | "clock"
  | "system"
  | "lab"
  | "copy"

/** One thing that a doctor found: in order, worth knowing, or in the way of checks. */
export interface Finding {
  topic: Topic
  level: "ok" | "warning" | "problem"
  message: string
  /** What to do about it. */
  hint?: string
  /** The error behind it, where there is one. */
  code?: ErrorCode
}

export interface Diagnosis {
  role: Host["role"]
  address: string
  findings: Finding[]
}

export interface DiagnoseOptions {
  signal: AbortSignal
  /** Milliseconds since 1970, of the machine that runs course. */
  now?: () => number
  /** How far off its clock may be; 5 s unless told. */
  clockLimitMs?: number
  /** The system that the course expects. Another supported one is then worth a warning. */
  system?: { distribution: string; version: string }
  /** Hears what tells the machine from others. */
  onIdentity?: (identity: HostIdentity) => void
}

/** What no two machines share unless one is a copy of the other. As the host says it: it may say anything. */
export interface HostIdentity {
  machineId: string | undefined
  /** Public host keys: `type base64`. */
  hostKeys: string[]
}

const LOOK_MS = 15_000
/** Beyond this, journal times and sessions no longer fit what course sent. */
const SKEW_MS = 5_000
const FULL_PERCENT = 95
const ERROR_CODES_OF: ReadonlySet<string> = new Set(Object.keys(ERROR_CODES))
const SUPPORTED = { ubuntu: 24.04, debian: 12 }

/** What `ssh` errors are about. A code that is not here is no matter of a host. */
const TOPICS: Partial<Record<ErrorCode, Topic>> = {
  COURSE_HOST_NAME: "name",
  COURSE_HOST_REFUSED: "refused",
  COURSE_HOST_UNREACHABLE: "route",
  COURSE_HOST_TIMEOUT: "timeout",
  COURSE_HOST_CLOSED: "connection",
  COURSE_HOST_BUSY: "connection",
  COURSE_SSH_HANDSHAKE: "port",
  COURSE_SSH_AUTH: "login",
  COURSE_SSH_KEY: "login",
  COURSE_HOST_KEY_CHANGED: "host key",
  COURSE_HOST_KEY_UNKNOWN: "host key",
  COURSE_PROXY_COMMAND: "proxy",
  COURSE_HOST_SHELL: "shell",
  COURSE_HOST_FULL: "disk",
  COURSE_SUDO: "sudo",
  COURSE_CONFIG_INVALID: "login",
}

/** Connects to a host and looks for what commonly is in the way. Throws only when it is stopped. */
export async function diagnoseHost(host: Host, transport: Transport, options: DiagnoseOptions): Promise<Diagnosis> {
  const address = host.transport === "local" ? "this machine" : `${host.user}@${host.address}:${host.port}`
  const findings: Finding[] = []
  let connection: HostConnection | undefined
  try {
    const startedAt = performance.now()
    connection = await transport.connect(host, {
      signal: options.signal,
      onNewHostKey: (_host, fingerprint) =>
        findings.push({
          topic: "host key",
          level: "warning",
          message: `Its key ${fingerprint} is new and trusted from now on.`,
        }),
    })
    const took = Math.round(performance.now() - startedAt)
    findings.push({ topic: "login", level: "ok", message: `Logged in as ${host.user} in ${took} ms.` })
    findings.push(...(await lookAround(host, connection, options)))
  } catch (error) {
    options.signal.throwIfAborted()
    if (!(error instanceof CourseError)) throw error
    findings.push(problemOf(error))
  } finally {
    await connection?.close()
  }
  return { role: host.role, address, findings }
}

async function lookAround(
  host: Host,
  connection: HostConnection,
  { signal, now = Date.now, onIdentity, ...demands }: DiagnoseOptions,
): Promise<Finding[]> {
  const askedAt = now()
  const facts = await connection.exec(FACTS.shell, { as: "login", timeoutMs: LOOK_MS, signal })
  const middle = askedAt + (now() - askedAt) / 2
  const root = await connection.exec("true", { as: "root", timeoutMs: LOOK_MS, signal })
  signal.throwIfAborted()
  if (facts.status === "done") onIdentity?.(readIdentity(facts.stdout))
  return [...readFacts(facts, middle, host.transport === "ssh", demands), sudoFinding(root)]
}

/** Prints one fact per line, `name=value`. Percentages are those of df, without the sign. */
const FACTS = sh`
printf 'now=%s\n' "$(date +%s%N)"
if [ -r /etc/os-release ]; then ( . /etc/os-release; printf 'os=%s\nversion=%s\npretty=%s\n' "$ID" "$VERSION_ID" "$PRETTY_NAME" ); fi
for folder in / /tmp /var; do
  df -P "$folder" | awk -v f="$folder" 'NR == 2 { sub("%", "", $5); print "disk=" f " " $5 }'
  df -Pi "$folder" | awk -v f="$folder" 'NR == 2 { sub("%", "", $5); print "inodes=" f " " $5 }'
done
printf 'init=%s\n' "$(cat /proc/1/comm 2>/dev/null)"
printf 'machine=%s\n' "$(cat /etc/machine-id 2>/dev/null)"
cat /etc/ssh/ssh_host_*_key.pub 2>/dev/null | awk '{ print "hostkey=" $1 " " $2 }'
`

/** @param stdout what the facts script printed */
export function readIdentity(stdout: string): HostIdentity {
  const lines = stdout.split("\n")
  const machineId = lines.flatMap((line) => /^machine=([0-9a-f]{32})$/.exec(line)?.[1] ?? [])[0]
  // More than a few are no host keys, but a host that wants to look like many.
  const hostKeys = lines.flatMap((line) => /^hostkey=([\w@.-]{1,64} [A-Za-z0-9+/=]{20,4000})$/.exec(line)?.[1] ?? [])
  return { machineId, hostKeys: hostKeys.slice(0, 8) }
}

/** Findings in what the host printed. @param at when the host's clock was read, by this machine's clock, in ms */
export function readFacts(
  observation: Observation,
  at: number,
  demandSystem: boolean,
  { clockLimitMs = SKEW_MS, system }: Pick<DiagnoseOptions, "clockLimitMs" | "system"> = {},
): Finding[] {
  if (observation.status === "unobserved") return [unobservedFinding(observation)]
  if (observation.status !== "done")
    return [
      {
        topic: "shell",
        level: "problem",
        message: `Looking around took longer than ${LOOK_MS / 1000} s.`,
        hint: "Look at its load with `uptime`, and for file systems that hang with `df`.",
      },
    ]
  const facts = observation.stdout.split("\n").map((line) => line.split("=", 2) as [string, string?])
  const all = (name: string): string[] =>
    facts.flatMap(([key, value]) => (key === name && value !== undefined ? [value] : []))
  const one = (name: string): string => all(name)[0] ?? ""
  return [
    ...diskFindings(all("disk"), all("inodes")),
    clockFinding(Number(one("now")) / 1e6, at, clockLimitMs),
    ...(demandSystem ? [systemFinding(one("os"), one("version"), one("pretty"), one("init"), system)] : []),
  ]
}

function diskFindings(disks: readonly string[], inodes: readonly string[]): Finding[] {
  const full = (what: string, values: readonly string[]): Finding[] =>
    values.flatMap((value) => {
      const [folder = "", percent = ""] = value.split(" ")
      if (!(Number(percent) >= FULL_PERCENT)) return []
      const hint =
        "Find what is large with `sudo du -xh / | sort -h | tail -20`; the journal shrinks with `sudo journalctl --vacuum-size=50M`."
      return [
        {
          topic: "disk",
          level: Number(percent) >= 100 ? "problem" : "warning",
          message: `${what} of ${folder} are used to ${percent} %.`,
          hint,
        },
      ]
    })
  const findings = [...full("The blocks", disks), ...full("The inodes", inodes)]
  return findings.length > 0 ? findings : [{ topic: "disk", level: "ok", message: "There is room on its disks." }]
}

function clockFinding(hostMs: number, at: number, limitMs: number): Finding {
  if (!Number.isFinite(hostMs) || hostMs === 0)
    return { topic: "clock", level: "warning", message: "Its clock could not be read.", hint: "Try `date` there." }
  const skew = hostMs - at
  if (Math.abs(skew) <= limitMs) return { topic: "clock", level: "ok", message: "Its clock is right." }
  const seconds = Math.round(Math.abs(skew) / 1000)
  return {
    topic: "clock",
    level: "problem",
    message: `Its clock is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} this machine's.`,
    hint: "Run `sudo timedatectl set-ntp true` there. A machine that was suspended needs a moment, or a restart, to catch up.",
  }
}

function systemFinding(
  id: string,
  version: string,
  pretty: string,
  init: string,
  expected: DiagnoseOptions["system"],
): Finding {
  const name = pretty === "" ? "an unknown system" : pretty
  const hint = "The course is made for Ubuntu 24.04 or newer; Debian 12 or newer works as well."
  const least = id === "ubuntu" || id === "debian" ? SUPPORTED[id] : undefined
  if (least === undefined || !(Number(version) >= least))
    return { topic: "system", level: "problem", message: `It runs ${name}, which is not supported.`, hint }
  if (init !== "systemd")
    return {
      topic: "system",
      level: "problem",
      message: `It runs ${name}, but not under systemd.`,
      hint: "Use a virtual machine; a plain container has no systemd.",
    }
  if (expected && (id !== expected.distribution || !(Number(version) >= Number(expected.version))))
    return {
      topic: "system",
      level: "warning",
      message: `It runs ${name}; the course expects ${expected.distribution} ${expected.version}.`,
      hint: "It is supported as well. Settings distribution and version of the roster say what the course expects.",
    }
  return { topic: "system", level: "ok", message: `It runs ${name}.` }
}

function sudoFinding(observation: Observation): Finding {
  if (observation.status === "done" && observation.exitCode === 0)
    return { topic: "sudo", level: "ok", message: "Root rights can be had." }
  // Few checks need root, and those say so: it is not in the way of the others.
  if (observation.status === "unobserved") return { ...unobservedFinding(observation), topic: "sudo", level: "warning" }
  return {
    topic: "sudo",
    level: "warning",
    message: "sudo runs, but a command under it fails.",
    hint: "Try `sudo true` there.",
  }
}

function unobservedFinding({ reason, code }: Extract<Observation, { status: "unobserved" }>): Finding {
  const known = code !== undefined && ERROR_CODES_OF.has(code) ? { code: code as ErrorCode } : {}
  return { topic: TOPICS[code as ErrorCode] ?? "connection", level: "problem", message: reason, ...known }
}

function problemOf({ code, message, hint }: CourseError): Finding {
  return {
    topic: TOPICS[code] ?? "connection",
    level: "problem",
    message,
    code,
    ...(hint === undefined ? {} : { hint }),
  }
}
