import type { Command, Model } from "./model.js"

/** What shows the runner to a person and hears what they want: a screen, or lines. */
export interface Front {
  /** Begins to listen. */
  start(onCommand: (command: Command) => void): void
  /** Shows how things stand now. */
  show(model: Model): void
  /** Leaves the terminal to something else, and takes it back. */
  suspend(): void
  resume(): void
  /** Gives the terminal back as it was. May be called more than once. */
  stop(): void
}
