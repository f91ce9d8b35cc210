import { setTimeout as sleep } from "node:timers/promises"
import { labRun } from "../../src/lab/lab.js"

export const PORT = 8000
export const SPOOL = "/var/lib/pixelwise/spool"
const DROP_IN = "/etc/systemd/system/pixelwise.service.d/chaos.conf"
const SETTINGS = "/etc/pixelwise-chaos.env"

/** The host prod of a lab, for tests that break it and look at what the service does. */
export class Prod {
  constructor(private readonly lab: string) {}

  /** Path of the host's network namespace. */
  get namespace(): string {
    return `/run/netns/course-${this.lab}.prod`
  }

  /** Runs a script as root and returns what it prints. @throws Error with what it printed when it fails */
  async run(script: string, options: { user?: string; input?: string } = {}): Promise<string> {
    const result = await labRun({ name: this.lab, host: "prod", script: `set -euo pipefail\n${script}`, ...options })
    if (result.exitCode !== 0)
      throw new Error(`prod: ${script}\nended with ${result.exitCode}: ${result.stdout}${result.stderr}`)
    return result.stdout.trim()
  }

  /** Restarts the service with these settings besides its own, without rate limits, and waits until it is ready. */
  async configure(settings: Readonly<Record<string, string>>): Promise<void> {
    const all = { RATE_LIMIT_CLASSIFY: "0", RATE_LIMIT_GENERAL: "0", SPOOL_DIR: SPOOL, ...settings }
    const text = Object.entries(all).map(([name, value]) => `${name}=${value}\n`)
    await this.run(
      `cat >${SETTINGS}
mkdir -p ${DROP_IN.slice(0, DROP_IN.lastIndexOf("/"))} ${SPOOL}
chown -R produser: ${SPOOL}
printf '[Service]\\nEnvironmentFile=${SETTINGS}\\n' >${DROP_IN}
systemctl daemon-reload
systemctl restart pixelwise`,
      { input: text.join("") },
    )
    await this.ready()
  }

  /** Waits until the service says that model and database are there. @returns milliseconds that took */
  async ready(timeoutMs = 30_000): Promise<number> {
    const began = performance.now()
    while ((await this.status("/ready")) !== 200) {
      if (performance.now() - began > timeoutMs)
        throw new Error(
          `the service is not ready: ${await this.run("journalctl -u pixelwise -n 20 --no-pager -o cat")}`,
        )
      await sleep(100)
    }
    return performance.now() - began
  }

  /** The status of a GET; 0 when there is no answer. */
  async status(path: string): Promise<number> {
    return Number(await this.run(`curl -s -m 5 -o /dev/null -w '%{http_code}' http://127.0.0.1:${PORT}${path} || true`))
  }

  key(): Promise<string> {
    return this.run("sed -n 's/^SECRET_API_KEY=//p' /opt/pixelwise/.env | tail -n 1")
  }

  sql(text: string): Promise<string> {
    return this.run("cd / && runuser -u postgres -- psql -qtAX -v ON_ERROR_STOP=1 -d pixelwise", { input: text })
  }

  /** Confidences of all rows above an id. */
  async confidencesAfter(id: number): Promise<number[]> {
    const text = await this.sql(`SELECT confidence FROM predictions WHERE id > ${id}`)
    return text.split("\n").filter(Boolean).map(Number)
  }

  async newestId(): Promise<number> {
    return Number(await this.sql("SELECT coalesce(max(id), 0) FROM predictions"))
  }

  /** Waits until no row waits on disk any more. */
  async drained(timeoutMs = 40_000): Promise<void> {
    const deadline = performance.now() + timeoutMs
    const waiting = `find ${SPOOL} -name '*.ndjson' -size +0 | wc -l`
    while (Number(await this.run(waiting)) > 0) {
      if (performance.now() > deadline) throw new Error(`rows still wait: ${await this.run(`ls -l ${SPOOL}`)}`)
      await sleep(200)
    }
  }

  async pid(): Promise<number> {
    return Number(await this.run("systemctl show pixelwise -p MainPID --value"))
  }

  /** Resident memory of the service in MiB. */
  async memory(): Promise<number> {
    return Number(await this.run(`awk '/^VmRSS/ { print $2 }' /proc/${await this.pid()}/status`)) / 1024
  }
}
