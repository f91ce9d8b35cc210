import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { defineBlock } from "../../../src/engine/block.js"
import { placedChecks, type Catalog } from "../../../src/engine/catalog.js"
import { defineCheck } from "../../../src/engine/check.js"
import { context } from "../../../src/engine/context.js"
import { judgePlan } from "../../../src/engine/judge.js"
import { makeReport } from "../../../src/engine/make-report.js"
import type { Observation } from "../../../src/engine/observation.js"
import { makePlan } from "../../../src/engine/plan.js"
import { PROBE_DEFAULTS, type Probe } from "../../../src/engine/probe.js"
import { makeRecording, type Recording } from "../../../src/engine/recording.js"
import type { Report } from "../../../src/engine/report.js"
import { fail, pass } from "../../../src/engine/verdict.js"
import { makeSubmission, type SubmissionContent } from "../../../src/grading/submission/make-submission.js"
import { signManifest } from "../../../src/grading/submission/sign.js"
import { keygen } from "../../helpers/sshd.js"

/** Students with keys in a folder of their own. */
export interface TestClass {
  folder: string
  keyFile: (student: string) => string
  publicKey: (student: string) => string
  remove: () => void
}

export function testClass(students: readonly string[]): TestClass {
  const folder = mkdtempSync(path.join(tmpdir(), "course-class-"))
  const keyFile = (student: string): string => path.join(folder, student)
  for (const student of students) keygen(keyFile(student))
  return {
    folder,
    keyFile,
    publicKey: (student) => readFileSync(`${keyFile(student)}.pub`, "utf8").trim(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function output(script: string): Probe<string> {
  return {
    spec: { kind: "shell", host: "dev", script, as: "login", ...PROBE_DEFAULTS },
    read: (observation) => (observation.status === "done" ? observation.stdout.trim() : ""),
  }
}

/** One block of two checks, each of which wants `yes`. @param rules stands for the hash of the checks */
export function catalogOf(rules = "a".repeat(64), wanted = "yes"): Catalog {
  const check = (name: string, points: number) =>
    defineCheck({
      id: `b1.${name}`,
      title: `${name} is there`,
      host: "dev",
      points,
      probes: { seen: output(`look ${name}`) },
      judge: ({ seen }) => (seen === wanted ? pass() : fail({ message: `${name} is missing`, actual: seen })),
      hint: "Make it.",
    })
  const checks = [check("first", 2), check("second", 3)]
  return {
    blocks: [
      defineBlock({
        id: "block1",
        number: 1,
        title: "One",
        from: undefined,
        tag: undefined,
        exercises: [
          { id: "1.1", title: "E", steps: [{ id: "1.1.1", title: "S", outcomes: checks.map(({ id }) => id) }] },
        ],
      }),
    ],
    checks: new Map(checks.map((each) => [each.id, each])),
    rules,
  }
}

/** What a student's machines showed, and what they make of it. */
export function look(
  seen: { first: string; second: string },
  { catalog = catalogOf(), runSeed = "run" }: { catalog?: Catalog; runSeed?: string } = {},
): { recording: Recording; report: Report } {
  const of = context.parse({ track: "typescript", settings: {}, runSeed, workspaceSeed: "workspace" })
  const plan = makePlan(placedChecks(catalog, of.track), new Set(catalog.checks.keys()), of)
  const observations = new Map(
    [...plan.probes].map(([key, spec]): [string, Observation] => {
      const name = spec.kind === "shell" && spec.script.endsWith("first") ? "first" : "second"
      return [
        key,
        { status: "done", exitCode: 0, stdout: `${seen[name]}\n`, stderr: "", truncated: false, durationMs: 1 },
      ]
    }),
  )
  const facts = {
    startedAt: "2026-11-20T10:00:00.000Z",
    finishedAt: "2026-11-20T10:00:05.000Z",
    hosts: [{ role: "dev" as const, address: "10.0.0.1", reachable: true }],
  }
  const report = makeReport(judgePlan(plan.checks, observations, of), { context: of, rules: catalog.rules, ...facts })
  return { recording: makeRecording(plan, observations, facts), report }
}

/** The bytes of a bundle that was signed with a key file. */
export async function handIn(keyFile: string, content: Partial<SubmissionContent> = {}, now?: Date): Promise<Buffer> {
  const { bytes } = await makeSubmission(
    {
      ...look({ first: "yes", second: "no" }),
      words: ["block1"],
      student: undefined,
      note: undefined,
      transcript: undefined,
      secrets: [],
      ...content,
    },
    (manifest) => signManifest(manifest, { kind: "file", file: keyFile }),
    now,
  )
  return bytes
}
