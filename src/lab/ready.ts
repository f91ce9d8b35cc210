import { readFile } from "node:fs/promises"
import { CourseError } from "../errors/course-error.js"
import type { LabDriver } from "./driver.js"
import { runOn } from "./exec.js"
import { labPaths } from "./paths.js"
import { poll } from "./poll.js"
import { HOSTS, type HostName, type ServiceState } from "./spec.js"

/** How long a booted host may take until it is usable, on a busy machine. */
const BOOT_MS = 90_000

/**
 * Waits until a host has started all its services and its SSH server answers on its address.
 * @throws CourseError COURSE_LAB_FAILED with the units that failed
 */
export async function waitUntilReady(
  driver: LabDriver,
  lab: string,
  host: HostName,
  signal?: AbortSignal,
): Promise<void> {
  const state = await poll(() => systemState(driver, lab, host, signal), {
    timeoutMs: BOOT_MS,
    intervalMs: 100,
    signal,
  })
  if (state === undefined) throw await notReady(lab, host, "its services did not finish starting")
  if (state !== "running") throw await notReady(lab, host, `its state is ${state}`)
  const answers = await poll(() => sshAnswers(driver, lab, host, signal), {
    timeoutMs: 15_000,
    intervalMs: 100,
    signal,
  })
  if (!answers) throw await notReady(lab, host, `no SSH server answers on ${HOSTS[host].address}`)
}

/**
 * Waits until the service on prod answers dev with 200.
 * @throws CourseError COURSE_LAB_FAILED with the end of the unit's journal
 */
export async function waitForService(
  driver: LabDriver,
  { name, state }: { name: string; state: ServiceState },
  signal?: AbortSignal,
): Promise<void> {
  // The finished service has one door, the proxy; whether dev trusts its certificate is not asked here.
  const url = state === "v0.8" ? `https://${HOSTS.prod.address}/health` : `http://${HOSTS.prod.address}:8000/health`
  const script = `curl --silent --insecure --output /dev/null --write-out '%{http_code}' --max-time 2 ${url}`
  const healthy = await poll(
    async () => {
      const { stdout } = await runOn(driver, { name, host: "dev", script, timeoutMs: 5000, signal })
      return stdout === "200" ? true : undefined
    },
    { timeoutMs: 60_000, intervalMs: 100, signal },
  )
  if (healthy) return
  const journal = "journalctl --unit pixelwise --boot --no-pager --lines 15"
  const { stdout } = await runOn(driver, { name, host: "prod", script: journal, timeoutMs: 10_000, signal })
  throw new CourseError("COURSE_LAB_FAILED", `The service of lab ${name} does not become healthy.\n${stdout.trim()}`, {
    hint: "If this lab comes from a damaged cache, remove the folders state-* in the cache folder and try again.",
  })
}

/** `undefined` while it is still starting; a host with failed units is described by them and by what they said last. */
async function systemState(driver: LabDriver, name: string, host: HostName, signal?: AbortSignal) {
  const script = `
state=$(systemctl is-system-running --wait 2>/dev/null) || true
echo "$state"
[ "$state" = running ] && exit
failed=$(systemctl list-units --failed --plain --no-legend --no-pager | cut -d' ' -f1)
echo "$failed" | paste -sd' '
for unit in $failed; do journalctl --boot --unit "$unit" --output cat --no-pager --lines 15; done`
  const { stdout } = await runOn(driver, { name, host, script, timeoutMs: BOOT_MS, signal })
  const [state = "", failed = "", ...said] = stdout.trim().split("\n")
  if (state === "running") return state
  return state === "degraded" ? [`degraded because of ${failed}`, ...said].join("\n") : undefined
}

async function sshAnswers(driver: LabDriver, name: string, host: HostName, signal?: AbortSignal) {
  // From the dev host's neighbour, not from inside: the address and the bridge are part of the question.
  const from: HostName = host === "dev" ? "prod" : "dev"
  const script = `timeout 3 bash -c 'exec 3<>/dev/tcp/${HOSTS[host].address}/22; head -c 4 <&3'`
  const { stdout } = await runOn(driver, { name, host: from, script, timeoutMs: 5000, signal })
  return stdout === "SSH-" ? true : undefined
}

async function notReady(lab: string, host: HostName, why: string): Promise<CourseError> {
  const log = labPaths(lab).host(host).console
  const text = await readFile(log, "utf8").catch((error: unknown) => `(no console: ${String(error)})`)
  const tail = text.split("\n").slice(-12).join("\n").trim()
  return new CourseError("COURSE_LAB_FAILED", `Host ${host} of lab ${lab} is not ready: ${why}.\n${tail}`, {
    hint: `Look inside: course lab exec --name ${lab} ${host} -- journalctl -b -p warning --no-pager`,
  })
}
