import type { Chapter } from "../../src/notes/chapter.js"
import { valuesOf } from "../../src/notes/values.js"
import { ahead } from "../matrix/ahead.js"
import { judgeState } from "../matrix/judge-state.js"
import { STATES } from "../matrix/states.js"
import { Examiner } from "./examiner.js"
import { missing, tooEarly } from "./order.js"
import { readAs } from "./reader.js"
import { Robot } from "./robot.js"
import { stepsOf, type RobotStep } from "./steps.js"

/** Chapters replayed step by step on the hosts of a lab, with a look at these after each. */
export class Replay {
  readonly #steps: Map<string, { step: RobotStep; chapter: Chapter }>
  #stuck: string | undefined
  #began = performance.now()

  private constructor(
    readonly robot: Robot,
    readonly examiner: Examiner,
    chapters: readonly Chapter[],
  ) {
    const all = chapters.flatMap((chapter) => stepsOf(chapter).map((step) => [step.id, { step, chapter }] as const))
    this.#steps = new Map(all)
  }

  static async open(lab: string, chapters: readonly Chapter[], startIn?: string): Promise<Replay> {
    const examiner = await Examiner.open(lab)
    const { inventory, context } = examiner.session
    const values = { ...valuesOf(inventory), gitName: "Student", gitEmail: "student@example.org" }
    const read = chapters.map((chapter) => readAs(context.track, values, chapter))
    return new Replay(new Robot({ lab, ...(startIn !== undefined && { startIn }) }), examiner, read)
  }

  /** Does a step and looks at the hosts. @returns what is wrong, one line each */
  async step(id: string): Promise<string[]> {
    if (this.#stuck !== undefined) return [`not reached: the robot is stuck in ${this.#stuck}`]
    const { step, chapter } = this.#find(id)
    const { examiner } = this
    const { track } = examiner.session.context
    const active = examiner.active(step.outcomes)
    this.#stuck = id
    // What acts is asked just before its step and at its end, everything else of the block after each step.
    const before = await examiner.look(active)
    await this.robot.play(step.pieces, chapter)
    const block = examiner.placed.flatMap((each) => (each.block === chapter.block ? [each.check.id] : []))
    const seen = await examiner.look(block, { passive: true })
    const after = new Map([...seen, ...(await examiner.look(active))])
    this.#stuck = undefined
    return [
      ...missing(step.outcomes, after),
      ...tooEarly(
        previous(id),
        active.flatMap((outcome) => before.get(outcome) ?? []),
        track,
      ),
      ...tooEarly(id, seen.values(), track),
    ]
  }

  /** Looks at everything where a block ends. @returns what is wrong, one line each */
  async endOf({ block, number }: Pick<Chapter, "block" | "number">): Promise<string[]> {
    if (this.#stuck !== undefined) return [`not reached: the robot is stuck in ${this.#stuck}`]
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(0)
    const { commands, files, actions } = this.robot.tally
    const { track } = this.examiner.session.context
    process.stderr.write(
      `robot, ${track}, ${block}: ${commands} commands, ${files} files, ${actions} actions, in ${seconds} s\n`,
    )
    Object.assign(this.robot.tally, { commands: 0, files: 0, actions: 0 })
    this.#began = performance.now()
    const ids = this.examiner.placed.map(({ check }) => check.id)
    const checks = [...(await this.examiner.look(ids, { passive: true })).values()]
    const state = STATES[number]
    if (state === undefined) throw new Error(`No state is known that ${block} ends in.`)
    return judgeState({ checks, track }, state, ahead)
  }

  async close(): Promise<void> {
    await this.robot.hangUp()
    await this.examiner.close()
  }

  #find(id: string): { step: RobotStep; chapter: Chapter } {
    const found = this.#steps.get(id)
    if (!found) throw new Error(`There is no step ${id}.`)
    return found
  }
}

/** A place in the order of steps just before one. */
function previous(id: string): string {
  const [block = "", exercise = "", step = ""] = id.split(".")
  return `${block}.${exercise}.${Number(step) - 1}`
}
