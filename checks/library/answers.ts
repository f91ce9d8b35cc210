import { defineCheck, type Check, type CheckDefinition, type Question } from "../../src/engine/check.js"
import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { fail, type Verdict } from "../../src/engine/verdict.js"

type Definition = Omit<CheckDefinition<Record<string, never>>, "probes" | "judge" | "host" | "question"> & {
  question: Question
  /** Judges what was typed; called only once there is an answer. */
  judge: (fields: Record<string, string>, context: Context) => Verdict
}

/** A check of something only a person can tell: asked by `course answer`, judged here. */
export function defineQuestion({ judge, ...definition }: Definition): Check {
  return defineCheck({
    ...definition,
    host: "laptop",
    probes: { answer: answerTo(definition.id) },
    judge: ({ answer }, context) =>
      answer === null
        ? fail({
            message: "This question is not answered yet.",
            expected: "an answer",
            actual: "(none)",
            hint: `Run \`course answer ${definition.id}\`.`,
          })
        : judge(answer, context),
  })
}

/** What was typed for a question; null while there is no answer. */
export function answerTo(id: string): Probe<Record<string, string> | null> {
  return {
    spec: { kind: "answer", host: "laptop", id },
    read: (observation) => {
      if (observation.status === "answer") return observation.fields
      throw new Unobserved(
        observation.status === "unobserved"
          ? observation.reason
          : "An answer was expected, something else was observed.",
      )
    },
  }
}

/** How people write things, evened out: case, blanks, a full stop at the end. */
export function normalise(answer: string | undefined): string {
  return (answer ?? "").trim().toLowerCase().replaceAll(/\s+/g, " ").replace(/[.;]$/, "")
}
