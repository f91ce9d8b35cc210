import type { CheckResult, Report } from "../../src/engine/report.js"
import { report } from "../../src/engine/report.js"
import { scoreOf } from "../../src/engine/score.js"

function result(id: string, step: string, title: string, more: Partial<CheckResult> = {}): CheckResult {
  const status = more.status ?? "pass"
  const possible = status === "error" || status === "skip" ? 0 : 1
  return {
    id,
    title,
    block: "block5",
    step,
    host: "prod",
    status,
    optional: false,
    informational: false,
    points: { earned: status === "pass" ? 1 : 0, possible },
    durationMs: 12,
    ...more,
  }
}

function sample(checks: CheckResult[], more: Partial<Report> = {}): Report {
  const count = (status: CheckResult["status"]): number => checks.filter((check) => check.status === status).length
  return report.parse({
    schema: "course.report/1",
    course: "full-stack-handwerk",
    blocks: ["block5"],
    track: "typescript",
    startedAt: "2026-03-02T09:00:00.000Z",
    finishedAt: "2026-03-02T09:00:03.456Z",
    rules: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    hosts: [
      { role: "dev", address: "192.168.56.10", reachable: true },
      { role: "prod", address: "192.168.56.11", reachable: true },
    ],
    checks,
    score: scoreOf(checks),
    summary: { pass: count("pass"), fail: count("fail"), skip: count("skip"), error: count("error") },
    ...more,
  })
}

const PASSING = [
  result("b5.unit-tracked", "5.4.1", "The unit file is in the repository", { host: "dev" }),
  result("b5.enabled", "5.4.6", "The service starts with the host"),
  result("b5.active", "5.4.6", "The service runs"),
]

/** Everything holds. */
export const green = sample(PASSING)

/** One cause with symptoms, a fault with evidence, a check left out, one that could not be observed. */
export const failing = sample([
  ...PASSING.slice(0, 2),
  result("b5.active", "5.4.6", "The service runs", {
    status: "fail",
    message: 'pixelwise is "failed" instead of "active".',
    hint: "Read the last lines of its journal with `journalctl -u pixelwise -n 30 --no-pager`: the reason of the last stop stands there, near the end, and it is written by the service itself.",
    evidence: {
      expected: "ActiveState=active",
      actual: "ActiveState=failed",
      excerpt:
        "Mar 02 09:00:00 prod node[812]: Error: SECRET_API_KEY is not set\nMar 02 09:00:00 prod systemd[1]: Failed",
    },
  }),
  result("b5.runs-as", "5.4.6", "It does not run as root", {
    status: "skip",
    because: "needs b5.active",
    points: { earned: 0, possible: 1 },
  }),
  result("b5.journal", "5.4.7", "A request shows up in the journal", {
    status: "skip",
    because: "needs b5.active",
    points: { earned: 0, possible: 1 },
  }),
  result("b5.prod-key", "5.4.5", "The key is set and nobody else can read it", {
    status: "error",
    because: "needs sudo: prod asks for a password. Run the command with --ask-sudo.",
  }),
  result("b5.key-not-logged", "5.3.1", "The key is not in the journal", {
    status: "skip",
    because: "needs b5.prod-key",
  }),
  result("b5.reboot", "5.4.7", "It answers after a reboot", {
    status: "skip",
    optional: true,
    because: "It interrupts the host (reboots prod): run `course check b5.reboot` when it suits you.",
  }),
])

const REFUSED = "prod (192.168.56.11:22) refuses the connection: nothing listens on its SSH port."

/** A host that is not there; the other one is judged. */
export const unreachable = sample(
  [
    ...PASSING.slice(0, 1),
    result("b5.enabled", "5.4.6", "The service starts with the host", { status: "error", because: REFUSED }),
    result("b5.active", "5.4.6", "The service runs", { status: "error", because: REFUSED }),
    result("b5.runs-as", "5.4.6", "It does not run as root", { status: "skip", because: "needs b5.active" }),
  ],
  {
    hosts: [
      { role: "dev", address: "192.168.56.10", reachable: true },
      { role: "prod", address: "192.168.56.11", reachable: false, problem: REFUSED },
    ],
  },
)

const NASTY =
  "\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u0000\u009b1m \u202egpj.exe\u2066 ]]> <script>alert(1)</script> &amp; \"q\" 'a' `code` ``` # SKIP | *b* _i_ [l](http://e.example) ![x](y)\r\n\tsecond\ufffe line \ud800 ~~x~~\n</pre></textarea>"

/** A host that tries to act on whoever reads the report. */
export const hostile = sample(
  [
    result("b5.active", "5.4.6", "The service runs", {
      status: "fail",
      message: NASTY,
      hint: `Look here: ${NASTY}`,
      evidence: { expected: NASTY, actual: NASTY, excerpt: `${NASTY}\n${"long ".repeat(60)}${"x".repeat(200)}` },
    }),
    result("b5.enabled", "5.4.6", "The service starts with the host", { status: "error", because: NASTY }),
    result("b5.reboot", "5.4.7", "It answers after a reboot", { status: "skip", because: NASTY }),
  ],
  { hosts: [{ role: "prod", address: `192.168.56.11${NASTY}`, reachable: false, problem: NASTY }] },
)

/** Nothing was chosen. */
export const empty = sample([], { blocks: [], hosts: [] })
