/** How a student stands with a step, as far as is known without looking at the hosts. */
export interface StepStanding {
  state: "done" | "open" | "skipped"
  /** Which of its outcomes held when they were last looked at; what was never observed is missing. */
  outcomes: ReadonlyMap<string, boolean>
}

/** The standing of the step with this id; undefined where nothing is known. */
export type StandingOf = (stepId: string) => StepStanding | undefined
