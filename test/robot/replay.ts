import { setTimeout as sleep } from "node:timers/promises"
import type { Chapter } from "../../src/notes/chapter.js"
import { valuesOf } from "../../src/notes/values.js"
import { ahead } from "../matrix/ahead.js"
import { judgeState } from "../matrix/judge-state.js"
import { STATES } from "../matrix/states.js"
import { Examiner, type Results } from "./examiner.js"
import { notReplayed } from "./not-replayed.js"
import { isDeclared, missing, tooEarly } from "./order.js"
import { readAs } from "./reader.js"
import { Robot } from "./robot.js"
import { stepsOf, type RobotStep } from "./steps.js"

const AGAIN_MS = 5_000

interface Placed {
  step: RobotStep
  chapter: Chapter
  /** The one after it, in this chapter or the following. */
  next: RobotStep | undefined
}

/** Chapters replayed step by step on the hosts of a lab, with a look at these after each. */
export class Replay {
  readonly #steps: Map<string, Placed>
  #looked = false
  #stuck: string | undefined
  #began = performance.now()

  private constructor(
    readonly robot: Robot,
    readonly examiner: Examiner,
    chapters: readonly Chapter[],
  ) {
    const all = chapters.flatMap((chapter) => stepsOf(chapter).map((step) => ({ step, chapter })))
    this.#steps = new Map(all.map((place, index) => [place.step.id, { ...place, next: all[index + 1]?.step }]))
  }

  static async open(lab: string, chapters: readonly Chapter[], startIn?: string): Promise<Replay> {
    const examiner = await Examiner.open(lab)
    const { inventory, context } = examiner.session
    const values = { ...valuesOf(inventory), gitName: "Student", gitEmail: "student@example.org" }
    const read = chapters.map((chapter) => readAs(context.track, values, chapter))
    return new Replay(new Robot({ lab, ...(startIn !== undefined && { startIn }) }), examiner, read)
  }

  /**
   * Does a step and looks at the hosts: its outcomes hold then, and those of the next one do not yet.
   * @returns what is wrong, one line each
   */
  async step(id: string): Promise<string[]> {
    if (this.#stuck !== undefined) return [`not reached: the robot is stuck in ${this.#stuck}`]
    const { step, chapter, next } = this.#find(id)
    const { examiner } = this
    const { track } = examiner.session.context
    this.#stuck = id
    const first = this.#looked ? [] : this.#telling(step, previous(id))
    const before = await examiner.look(first)
    this.#looked = true
    await this.robot.play(step.pieces, chapter)
    const coming = next ? this.#telling(next, id) : []
    const seen = await this.#seenAfter(step, coming)
    this.#stuck = undefined
    return [
      ...tooEarly(previous(id), before.values(), track),
      ...missing(step.outcomes, seen),
      ...tooEarly(id, seen.values(), track),
    ]
  }

  /** A server on dev that loads anew what was just written needs a moment, on a busy machine some seconds: as a person, it looks once more. */
  async #seenAfter({ id, outcomes }: RobotStep, coming: readonly string[]): Promise<Results> {
    const wanted = [...outcomes.filter(isReplayed), ...coming]
    const seen = await this.examiner.look(wanted)
    const open = missing(outcomes, seen)
    if (open.length === 0) return seen
    process.stderr.write(`robot, ${id}: looks once more, because ${open.join("; ")}\n`)
    await sleep(AGAIN_MS)
    return await this.examiner.look(wanted)
  }

  /** Looks at everything where a block ends. @returns what is wrong, one line each */
  async endOf({ block, number }: Pick<Chapter, "block" | "number">): Promise<string[]> {
    if (this.#stuck !== undefined) return [`not reached: the robot is stuck in ${this.#stuck}`]
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(0)
    const looking = (this.examiner.spentMs / 1000).toFixed(0)
    const { commands, files, actions } = this.robot.tally
    const { track } = this.examiner.session.context
    process.stderr.write(
      `robot, ${track}, ${block}: ${commands} commands, ${files} files, ${actions} actions, in ${seconds} s, ${looking} s of these looking\n`,
    )
    Object.assign(this.robot.tally, { commands: 0, files: 0, actions: 0 })
    this.#began = performance.now()
    this.examiner.spentMs = 0
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

  /**
   * The outcomes of a step that tell, before it, whether any of them holds already. Nothing is learned of one that is known to hold by
   * then, nor of one that needs another of the step: without that it does not hold.
   */
  #telling({ outcomes }: RobotStep, at: string): string[] {
    const { track } = this.examiner.session.context
    const open = outcomes.filter((outcome) => isReplayed(outcome) && !isDeclared(outcome, at, track))
    const needsOf = (id: string): readonly string[] =>
      this.examiner.placed.find(({ check }) => check.id === id)?.check.needs ?? []
    return open.filter((outcome) => !needsOf(outcome).some((need) => open.includes(need)))
  }

  #find(id: string): Placed {
    const found = this.#steps.get(id)
    if (!found) throw new Error(`There is no step ${id}.`)
    return found
  }
}

function isReplayed(outcome: string): boolean {
  return notReplayed[outcome] === undefined
}

/** A place in the order of steps just before one. */
function previous(id: string): string {
  const [block = "", exercise = "", step = ""] = id.split(".")
  return `${block}.${exercise}.${Number(step) - 1}`
}
