import type { Known } from "../../src/runner/known.js"
import type { Model } from "../../src/runner/model.js"
import type { Outline, OutlineCheck, OutlineStep } from "../../src/runner/outline.js"

export const AT = "2026-03-02T09:00:00.000Z"
export const LATER = "2026-03-02T09:00:05.000Z"

export function check(id: string, step: string, more: Partial<OutlineCheck> = {}): OutlineCheck {
  return {
    id,
    title: `${id} holds`,
    host: "dev",
    step,
    needs: [],
    decides: true,
    points: 1,
    bonus: false,
    effects: [],
    starts: undefined,
    disruptive: false,
    asks: false,
    ...more,
  }
}

export function step(id: string, checks: OutlineCheck[] = [], more: Partial<OutlineStep> = {}): OutlineStep {
  const exercise = { id: id.split(".").slice(0, 2).join("."), title: "An exercise", optional: false }
  return { id, title: `Do ${id}`, exercise, optional: false, checks, ...more }
}

export function outline(...steps: OutlineStep[]): Outline {
  const checks = new Map(steps.flatMap((each) => each.checks.map((one) => [one.id, one] as const)))
  return { block: { id: "block9", number: 9, title: "Samples", from: "v0.8", tag: "v0.9" }, steps, checks }
}

export function model(given: Outline, more: Partial<Model> = {}): Model {
  return {
    outline: given,
    known: new Map(),
    marks: {},
    at: 0,
    stay: false,
    mode: { kind: "step" },
    notices: [],
    scroll: 0,
    ...more,
  }
}

export const passed: Known = { standing: "pass", at: AT }
export const failed: Known = { standing: "fail", message: "It is not there.", expected: "x", actual: "y", at: AT }
