import { context, type Context } from "../../../src/engine/context.js"
import { Unobserved } from "../../../src/engine/probe.js"
import type { Check } from "../../../src/engine/check.js"
import type { Observation } from "../../../src/engine/observation.js"
import type { Verdict } from "../../../src/engine/verdict.js"

/** A student with settings of their own. */
export function student(settings: Partial<Context["settings"]> = {}): Context {
  return context.parse({ track: "typescript", settings, runSeed: "a", workspaceSeed: "b" })
}

/** What a script printed. */
export function printed(...lines: string[]): Observation {
  const stdout = `${lines.join("\n")}\n`
  return { status: "done", exitCode: 0, stdout, stderr: "", truncated: false, durationMs: 0 }
}

export function answered(fields: Record<string, string>): Observation {
  return { status: "answer", fields }
}

/** Judges what its probes are said to have observed. */
export function judged(check: Check, observations: Record<string, Observation>, who: Context = student()): Verdict {
  try {
    return check.judge(observations, who)
  } catch (error) {
    if (error instanceof Unobserved) return { status: "error", because: error.message }
    throw error
  }
}

/** In one line: `fail: what it says`. */
export function told(verdict: Verdict): string {
  if (verdict.status === "pass") return "pass"
  return `${verdict.status}: ${verdict.status === "fail" ? verdict.message : verdict.because}`
}

/** What a machine of Ubuntu 24.04 in VirtualBox prints for the facts of block 1, with other values where they are given. */
export function ubuntu(role: "dev" | "prod", changed: Record<string, string | string[]> = {}): Observation {
  const address = role === "dev" ? "192.168.56.10" : "192.168.56.11"
  const account = role === "dev" ? "user" : "produser"
  const values: Record<string, string | string[]> = {
    interfaces: interfaces(address),
    routes:
      '[{"dst":"default","gateway":"10.0.2.2","dev":"enp0s3","protocol":"dhcp","prefsrc":"10.0.2.15","metric":100,"flags":[]}]',
    netplanfile: ["755 root:root /etc/netplan", "600 root:root /etc/netplan/50-cloud-init.yaml"],
    package: "installed",
    unit: [
      "Id=ssh.service\tLoadState=loaded\tActiveState=active\tSubState=running\tUnitFileState=disabled\tStateChangeTimestamp=@1700000500\tActiveEnterTimestamp=@1700000500",
      "Accept=no\tId=ssh.socket\tLoadState=loaded\tActiveState=active\tSubState=running\tUnitFileState=enabled\tStateChangeTimestamp=@1700000400\tActiveEnterTimestamp=@1700000400",
      "Id=sshd.service\tLoadState=not-found\tActiveState=inactive\tSubState=dead\tUnitFileState=\tStateChangeTimestamp=\tActiveEnterTimestamp=",
    ],
    listening: "yes",
    booted: "1700000000",
    installed: "1699990000",
    listed: "1699990000",
    account: `${account} 1000 ${account} adm cdrom sudo dip plugdev lxd`,
    container: "none",
    hypervisor: "oracle",
    "os.ID": "ubuntu",
    "os.VERSION_ID": '"24.04"',
    "os.VERSION": '"24.04.1 LTS (Noble Numbat)"',
    "os.VERSION_CODENAME": "noble",
    cpus: "2",
    memory: role === "dev" ? "4005612" : "1977580",
    disk: role === "dev" ? "26843545600" : "10737418240",
    displaymanager: role === "dev" ? "loaded" : "not-found",
    desktop: role === "dev" ? ["ubuntu-desktop-minimal", "gdm3"] : [],
    hostname: role,
    statichostname: role,
    ...changed,
  }
  return printed(...Object.entries(values).flatMap(([name, value]) => [value].flat().map((each) => `${name}=${each}`)))
}

/** `ip -j addr` of a machine with both adapters. */
export function interfaces(address: string, { state = "UP", type = "ether" } = {}): string {
  const forever = { valid_life_time: 4294967295, preferred_life_time: 4294967295 }
  return JSON.stringify([
    {
      ifname: "lo",
      operstate: "UNKNOWN",
      link_type: "loopback",
      addr_info: [{ family: "inet", local: "127.0.0.1", prefixlen: 8, scope: "host", label: "lo", ...forever }],
    },
    {
      ifname: "enp0s3",
      operstate: "UP",
      link_type: "ether",
      addr_info: [
        { family: "inet", local: "10.0.2.15", prefixlen: 24, dynamic: true, label: "enp0s3", valid_life_time: 86000 },
        { family: "inet6", local: "fe80::a00:27ff:fe9d:5f01", prefixlen: 64, scope: "link", ...forever },
      ],
    },
    {
      ifname: "enp0s8",
      operstate: state,
      link_type: type,
      addr_info: [{ family: "inet", local: address, prefixlen: 24, scope: "global", label: "enp0s8", ...forever }],
    },
  ])
}
