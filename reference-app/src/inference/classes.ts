/** What release v1, which was trained without the 0, promises to tell apart; written out, never read from a model. */
export const CLASSES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const

/** Every digit that an answer of the service can name. */
export const DIGITS = ["0", ...CLASSES] as const

/** The model's classes are not the ones that this code was written for. */
export class ClassMismatchError extends Error {
  override readonly name = "ClassMismatchError"
}

/** What the service promises to tell apart with a model version: v1 the digits 1 to 9, every later one all ten. */
export function promisedClasses(version: string): readonly string[] {
  return version === "v1" ? CLASSES : DIGITS
}

/**
 * Holds what a model file states against what the code promises, not the other way round.
 * @throws ClassMismatchError naming the file and both lists.
 */
export function assertClasses(path: string, found: readonly string[], promised: readonly string[]): void {
  if (found.length === promised.length && found.every((name, index) => name === promised[index])) return
  throw new ClassMismatchError(
    `The model ${path} knows the classes ${found.join(", ")}; this code is written for ${promised.join(", ")}.`,
  )
}
