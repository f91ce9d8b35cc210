/** The smallest thing a student does, and the outcomes that prove it. */
export interface Step {
  /** Exercise and number: `5.4.6`. */
  id: string
  title: string
  /** Ids of the checks that prove it, in the order a student meets them. */
  outcomes: string[]
}

export interface Exercise {
  id: string
  title: string
  optional?: boolean
  steps: Step[]
}

/** A lecture unit. */
export interface Block {
  /** `block5` */
  id: string
  number: number
  title: string
  /** The tag a student starts from and the one that ends the block. */
  from: string | undefined
  tag: string | undefined
  exercises: Exercise[]
}

export function defineBlock(block: Block): Block {
  return block
}

/** Where each check of the block belongs: check id to step id, in the order of the block. */
export function stepsOfChecks(block: Block): Map<string, string> {
  return new Map(
    block.exercises.flatMap((exercise) =>
      exercise.steps.flatMap((step) => step.outcomes.map((outcome) => [outcome, step.id] as const)),
    ),
  )
}
