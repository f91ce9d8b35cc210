import { z } from "zod"
import { Unobserved } from "../../src/engine/probe.js"
import { consequenceOf, fail, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"
import { parseJson } from "./http.js"

const attempt = z.object({ value: z.unknown().optional(), error: z.string().optional() })

/** What a harness reports: how far it came (`stage`), and what the student's code said on the way. */
const harnessReport = z.object({
  stage: z.string(),
  error: z.string().optional(),
  /** Type and text of each entry of CLASSES; undefined where there is no such name. */
  classes: z.array(z.tuple([z.string(), z.string()])).optional(),
  batch: z.boolean().optional(),
  single: z.boolean().optional(),
  form: z.string().optional(),
  /** Images of a call, and how often it ran the model. */
  runs: z.array(z.tuple([z.number(), z.number()])).default([]),
  results: z.array(z.unknown()).default([]),
  serialises: z.boolean().optional(),
  /** The first type that JSON does not know. */
  foreign: z.string().optional(),
  singles: z.array(attempt).default([]),
  levels: z.array(z.unknown()).default([]),
  shapes: z.record(z.string(), attempt).default({}),
  /** One character per drawing. */
  predictions: z.string().default(""),
  again: attempt.optional(),
})
export type HarnessReport = z.infer<typeof harnessReport>

const modelReport = z.object({
  stage: z.string(),
  error: z.string().optional(),
  kind: z.string().optional(),
  steps: z.array(z.string()).default([]),
  inputs: z.array(z.string()).default([]),
  outputs: z.array(z.string()).default([]),
  classes: z.array(z.string()).default([]),
  /** The classes of the doctored copy; undefined where none could be made. */
  other: z.string().optional(),
  width: z.number().optional(),
  predictions: z.string().default(""),
})
export type ModelReport = z.infer<typeof modelReport>

/** The report of one run of a harness; undefined when the run made none. */
export function reportOf(found: Facts, name: string): HarnessReport | undefined {
  return read(harnessReport, found, name)
}

export function modelReportOf(found: Facts, name = "model"): ModelReport | undefined {
  return read(modelReport, found, name)
}

function read<T>(schema: z.ZodType<T>, found: Facts, name: string): T | undefined {
  if (!found.has(`report.${name}`)) return undefined
  const parsed = schema.safeParse(parseJson(found.get(`report.${name}`)))
  if (!parsed.success) throw new Unobserved(`What the classifier did on dev (${name}) could not be read.`)
  return parsed.data
}

/** How `timeout` ends what it had to stop. */
const STOPPED = /^exit status (124|137)\b/

/** The module, or what it exports for the start, ended with an error or ended the process. */
export function didNotStart({ stage, batch, error }: HarnessReport): boolean {
  return stage === "import" || (stage === "load" && (batch === true || error !== undefined))
}

/** Judges further when there is a classifier and a model to try it with. */
export function whileTried(found: Facts, then: (trial: HarnessReport) => Verdict): Verdict {
  if (found.has("problem")) throw new Unobserved(`The classifier on dev could not be tried: ${found.get("problem")}`)
  if (found.has("nomodel")) return consequenceOf("b4.model-dev")
  if (found.has("noruntime")) return consequenceOf("b4.model-loads")
  if (found.has("noclassifier"))
    return fail({
      message: "The repository on dev has no file that is named classifier.",
      expected: found.get("noclassifier"),
      actual: "(none)",
      hint: "Create it; where yours has another name, put it as `classifier` into the settings of course.yaml.",
    })
  const trial = reportOf(found, "trial")
  if (trial) return inShort(then(trial), found, trial)
  const end = found.get("end.trial")
  if (!STOPPED.test(end)) throw new Unobserved(`The classifier on dev could not be tried: ${end || "no report"}`)
  return fail({
    message: "The classifier was still busy after 90 s and was stopped.",
    expected: "an import and some calls within seconds",
    actual: end,
  })
}

/** A report is too long to be shown: how far the trial came, and what the code printed, say as much. */
function inShort(verdict: Verdict, found: Facts, { stage, form, error }: HarnessReport): Verdict {
  if (verdict.status !== "fail" || verdict.evidence?.excerpt !== undefined) return verdict
  const lines = [
    `${found.get("classifier")} tried as far as: ${stage}${form === undefined ? "" : `, images as ${form}`}`,
    ...(error === undefined ? [] : [error]),
    ...found.all("said.trial").filter((line) => line !== ""),
  ]
  return { ...verdict, evidence: { ...verdict.evidence, excerpt: lines.join("\n") } }
}
