import { execa } from "execa"
import { labRun } from "../../src/lab/lab.js"
import type { CheckResult, Report } from "../../src/engine/report.js"
import { checkLab, laptopHome } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import type { Mutant } from "./mutant.js"

/** Which checks a mutant of a host can touch at all. */
export type Scope = Readonly<Record<"dev" | "prod", readonly string[]>>

export interface Outcome {
  mutant: string
  check: string
  /** What the check said about it. */
  said: string
  /** What is wrong with the kill; empty when the mutant was noticed as it should be, and mended. */
  faults: string[]
  seconds: number
}

const RECORD = process.env.COURSE_RECORD_FIXTURES === "1"

/** Breaks a host, looks, mends it, and looks again. */
export async function tryMutant(lab: string, mutant: Mutant, scope: Scope): Promise<Outcome> {
  const began = performance.now()
  const faults: string[] = []
  let said = ""
  try {
    await onHost(lab, mutant, "break")
    const seen = await lookAtBroken(lab, mutant, scope)
    said = seen.said
    faults.push(...seen.faults)
  } catch (error) {
    faults.push((error as Error).message)
  } finally {
    try {
      await onHost(lab, mutant, "repair")
      faults.push(...(await lookAtMended(lab, mutant)))
    } catch (error) {
      faults.push(`after the repair: ${(error as Error).message}`)
    }
  }
  return { mutant: mutant.name, check: mutant.check, said, faults, seconds: (performance.now() - began) / 1000 }
}

async function lookAtBroken(lab: string, mutant: Mutant, scope: Scope): Promise<Pick<Outcome, "said" | "faults">> {
  const words = mutant.named ?? touched(mutant, scope)
  const { report, recording } = await checkLab(lab, mutant.named ? words : [...words, "--quick"])
  const target = report.checks.find(({ id }) => id === mutant.check)
  const faults: string[] = []
  if (target?.status !== "fail") faults.push(`${mutant.check} is ${describe(target)} and not fail`)
  else if (!mutant.message.test(target.message ?? ""))
    faults.push(`${mutant.check} says "${target.message}", which ${mutant.message} does not match`)
  else if (!target.hint) faults.push(`${mutant.check} gives no hint`)
  for (const other of report.checks) {
    if (other.id === mutant.check || other.status === "pass" || mutant.also?.includes(other.id)) continue
    if (other.status === "skip" && isAllowedSkip(other, mutant)) continue
    faults.push(`${other.id}, which has nothing to do with it, is ${describe(other)}`)
  }
  if (RECORD && target?.status === "fail" && faults.length === 0)
    await writeFixture(recording, target, `fail.${mutant.name}`)
  return { said: target?.message ?? "", faults }
}

/** What the laptop shows is asked together with prod; both hosts see the Git host. */
function touched({ host, shared }: Mutant, scope: Scope): readonly string[] {
  return shared || host === "hub" ? [...scope.dev, ...scope.prod] : scope[host === "dev" ? "dev" : "prod"]
}

/** Skipped because of the target or of what rightly fails with it, or left out of this run altogether. */
function isAllowedSkip({ because = "" }: CheckResult, mutant: Mutant): boolean {
  const cause = /^needs (\S+)$/.exec(because)?.[1]
  return cause === undefined || cause === mutant.check || (mutant.also ?? []).includes(cause)
}

async function lookAtMended(lab: string, mutant: Mutant): Promise<string[]> {
  const { report, recording } = await checkLab(lab, mutant.named ? [mutant.check] : [mutant.check, "--quick"])
  const target = report.checks.find(({ id }) => id === mutant.check)
  // Ordinary runs leave these checks out, so only here their reference state is seen.
  if (RECORD && mutant.named && target?.status === "pass")
    await writeFixture(recording, target, `pass.${recording.context.track}`)
  return notPassed(report).map((check) => `after the repair, ${check.id} is ${describe(check)}`)
}

/** Checks that did not pass, apart from those left out of the run. */
export function notPassed({ checks }: Report): CheckResult[] {
  return checks.filter(
    ({ status, because }) => status !== "pass" && !(status === "skip" && !because?.startsWith("needs ")),
  )
}

export function describe(check: CheckResult | undefined): string {
  return check ? `${check.status} (${check.message ?? check.because ?? ""})` : "missing"
}

async function onHost(lab: string, mutant: Mutant, what: "break" | "repair"): Promise<void> {
  const { exitCode, stdout, stderr } =
    mutant.host === "laptop"
      ? await onLaptop(mutant[what])
      : await labRun({ name: lab, host: mutant.host, script: mutant[what], timeoutMs: 60_000 })
  if (exitCode !== 0) throw new Error(`the command to ${what} ended with ${exitCode}: ${stderr || stdout}`)
}

/** On this machine, but in the home folder that a campaign gave the laptop: nothing else of it may be touched. */
async function onLaptop(script: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const home = laptopHome()
  if (home === undefined) throw new Error("no home folder stands in for the laptop's")
  const done = await execa("bash", ["-ec", script], { cwd: home, env: { HOME: home }, reject: false, timeout: 60_000 })
  return { exitCode: done.exitCode ?? -1, stdout: done.stdout, stderr: done.stderr }
}
