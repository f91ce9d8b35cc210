import { describe, expect, it } from "vitest"
import type { Command, Model, RunnerEvent } from "../../src/runner/model.js"
import { redAgain } from "../../src/runner/model.js"
import { update } from "../../src/runner/update.js"
import { AT, check, failed, LATER, model, outline, passed, step } from "./sample.js"

const a = check("b9.a", "9.1.1")
const b = check("b9.b", "9.1.2")
const way = outline(step("9.1.1", [a]), step("9.1.2", [b]), step("9.1.3"), step("9.2.1", [check("b9.d", "9.2.1")]))

const command = (name: Exclude<Command["name"], "shell" | "scroll">): RunnerEvent => ({
  kind: "command",
  command: { name },
  at: AT,
})
const seen = (checks: Record<string, typeof passed>): RunnerEvent => ({ kind: "seen", seen: checks, at: LATER })
const after = (from: Model, ...events: RunnerEvent[]): Model =>
  events.reduce((now, event) => update(now, event).model, from)

describe("the runner's core", () => {
  it("acknowledges a green step, saves it, and moves on after a moment", () => {
    const { model: green, effects } = update(model(way), seen({ "b9.a": passed }))
    expect(green.mode.kind).toBe("green")
    expect(effects).toEqual([
      {
        kind: "save",
        changes: [
          { kind: "seen", checks: { "b9.a": passed } },
          { kind: "green", step: "9.1.1", at: LATER },
        ],
      },
      { kind: "move-on", afterMs: expect.any(Number) as number },
    ])
    const moved = update(green, { kind: "moved-on", at: LATER })
    expect(moved.model.at).toBe(1)
    expect(moved.effects).toEqual([
      { kind: "save", changes: [{ kind: "place", step: "9.1.2", at: LATER }] },
      { kind: "look" },
    ])
  })

  it("passes over steps that are green already", () => {
    const known = new Map([["b9.b", passed]])
    const moved = after(model(way, { known }), seen({ "b9.a": passed }), { kind: "moved-on", at: LATER })
    expect(moved.outline.steps[moved.at]?.id).toBe("9.1.3")
  })

  it("leaves a step that nothing can prove only with Enter, and keeps that it was said", () => {
    const at = model(way, { at: 2 })
    expect(after(at, seen({ "b9.a": passed })).at).toBe(2)
    const { model: next, effects } = update(at, command("next"))
    expect(next.at).toBe(3)
    expect(effects[0]).toEqual({ kind: "save", changes: [{ kind: "said", step: "9.1.3", at: AT }] })
  })

  it("goes over an open step with Enter, leaves it open and says so", () => {
    const { model: next, effects } = update(model(way), command("next"))
    expect(next.at).toBe(1)
    expect(next.notices).toEqual(["Step 9.1.1 is still open; b goes back to it."])
    expect(JSON.stringify(effects)).not.toContain('"said"')
  })

  it("stays on a green step that the person went back to", () => {
    const from = model(way, { at: 1, known: new Map([["b9.a", passed]]) })
    const back = after(from, command("back"), seen({ "b9.a": passed }))
    expect([back.at, back.mode.kind, back.stay]).toEqual([0, "step", true])
    expect(after(back, command("next")).at).toBe(1)
  })

  it("tells of a step that turned red again, and forgets it when it is green", () => {
    const green = after(model(way), seen({ "b9.a": passed }), { kind: "moved-on", at: LATER })
    const red = after(green, seen({ "b9.a": failed }))
    expect(redAgain(red)).toEqual([{ step: way.steps[0], check: "b9.a", known: failed }])
    expect(after(red, command("red")).at).toBe(0)
    expect(redAgain(after(red, seen({ "b9.a": passed })))).toEqual([])
  })

  it("does not take a pass back because a host could not be seen", () => {
    const green = after(model(way), seen({ "b9.a": passed }), { kind: "moved-on", at: LATER })
    const unseen = after(green, seen({ "b9.a": { standing: "error", message: "dev is gone", at: LATER } }))
    expect(unseen.known.get("b9.a")).toEqual(passed)
  })

  it("asks before something acts, and acts only after yes", () => {
    const acts = check("b9.x", "9.1.1", { effects: ["stops the service"] })
    const asking = after(model(outline(step("9.1.1", [acts]))), command("check"))
    expect(asking.mode).toEqual({ kind: "confirm", checks: ["b9.x"] })
    expect(update(asking, command("no")).effects).toEqual([])
    expect(update(asking, command("yes")).effects).toEqual([{ kind: "act", checks: ["b9.x"] }])
  })

  it("only looks on the key where nothing has to act", () => {
    expect(update(model(way), command("check")).effects).toEqual([{ kind: "look" }])
  })

  it("skips only what is optional, and with an optional exercise all of it", () => {
    const exercise = { id: "9.0", title: "Catch up", optional: true }
    const optional = outline(
      step("9.0.1", [check("b9.a", "9.0.1")], { optional: true, exercise }),
      step("9.0.2", [check("b9.b", "9.0.2")], { optional: true, exercise }),
      step("9.1.1", [check("b9.c", "9.1.1")]),
    )
    const { model: skipped, effects } = update(model(optional), command("skip"))
    expect(skipped.at).toBe(2)
    expect(effects[0]).toEqual({
      kind: "save",
      changes: ["9.0.1", "9.0.2"].map((id) => ({ kind: "skipped", step: id, at: AT })),
    })
    const { model: refused } = update(skipped, command("skip"))
    expect([refused.at, refused.notices[0]]).toEqual([2, expect.stringMatching(/^Only what is optional/)])
  })

  it("takes a step whose proof comes later as done when the person says so", () => {
    const early = outline(step("9.1.1", [a]), step("9.1.2", [b]))
    const waiting = { standing: "waiting", message: "needs b9.b", waitsFor: "b9.b", at: AT } as const
    const told = after(model(early), seen({ "b9.a": waiting, "b9.b": failed }))
    expect(told.at).toBe(0)
    const { model: next, effects } = update(told, command("next"))
    expect(next.at).toBe(1)
    expect(JSON.stringify(effects)).toContain('"said"')
    const green = after(next, seen({ "b9.a": passed, "b9.b": passed }))
    expect(green.marks["9.1.1"]?.greenAt).toBe(LATER)
  })

  it("is not held up by what this machine cannot show", () => {
    const away = { standing: "not-here", message: "There is no VBoxManage.", at: AT } as const
    const mixed = outline(step("9.1.1", [a, b]))
    expect(after(model(mixed), seen({ "b9.a": passed, "b9.b": away })).mode.kind).toBe("green")
  })

  it("goes on while a shell has the terminal, and tells afterwards", () => {
    const shell = update(model(way), { kind: "command", command: { name: "shell", host: "dev" }, at: AT })
    expect(shell.effects).toEqual([{ kind: "shell", host: "dev" }])
    const moved = after(shell.model, seen({ "b9.a": passed }))
    expect([moved.at, moved.mode.kind]).toEqual([1, "away"])
    const back = after(moved, { kind: "returned", notice: undefined, at: LATER })
    expect(back.notices).toEqual(["Step 9.1.1 turned green meanwhile."])
  })

  it("ends with what is still open, and goes there on Enter", () => {
    const known = new Map([["b9.d", passed]])
    const end = after(model(way, { at: 3, known }), seen({}), { kind: "moved-on", at: LATER })
    expect(end.at).toBe(4)
    expect(after(end, command("next")).at).toBe(0)
  })

  it("leaves a step behind that only a person can judge when what follows it is proven", () => {
    const known = new Map([["b9.y", passed]])
    const later = outline(step("9.1.1"), step("9.1.2", [check("b9.y", "9.1.2")]), step("9.2.1", [a]))
    expect(after(model(later, { known }), { kind: "surveyed", at: AT }).at).toBe(2)
  })
})
