import { readRow, type Classification } from "./classification.js"
import type { VersionedModel } from "./model-set.js"

/** What one model version says to a drawing. */
export interface Answer {
  /** "v1" for the release v1.0. */
  readonly modelVersion: string
  readonly classification: Classification
}

export interface Recognition {
  readonly answer: Answer
  /** What the other version said, for comparison; empty with a fixed version, or when the other version failed. */
  readonly alternatives: readonly Answer[]
}

/** A drawing that waits to be recognised. */
export interface Drawing {
  /** 784 bytes, row by row, 0 (paper) to 255 (ink). */
  readonly image: Uint8Array
  /** The version that answers. */
  readonly version: string
  /** When it was taken, in milliseconds of the process's clock. */
  readonly since: number
}

const NO_ALTERNATIVES: readonly Answer[] = Object.freeze([])

/**
 * Runs every model once over all drawings. A model that fails spoils only the answers that were its own.
 * @param alternativeFailed told, once for a version, when what is missing is only an alternative.
 */
export async function recogniseDrawings(
  models: readonly VersionedModel[],
  drawings: readonly Drawing[],
  alternativeFailed: (modelVersion: string, error: Error) => void,
): Promise<(Recognition | Error)[]> {
  const images = drawings.map(({ image }) => image)
  const outcomes = await Promise.allSettled(models.map((model) => model.run(images)))
  const failed = new Map<string, Error>()

  const recognitions = drawings.map(({ version }, index) => {
    let answer: Answer | Error | undefined
    let alternatives = NO_ALTERNATIVES
    for (let m = 0; m < models.length; m++) {
      const said = readAnswer(models[m]!, outcomes[m]!, index)
      if (models[m]!.version === version) answer = said
      else if (said instanceof Error) failed.set(models[m]!.version, said)
      else alternatives = [said]
    }
    if (answer === undefined) return new Error(`no model of version ${version} is loaded`)
    return answer instanceof Error ? answer : { answer, alternatives }
  })
  failed.forEach((error, version) => alternativeFailed(version, error))
  return recognitions
}

function readAnswer(model: VersionedModel, outcome: PromiseSettledResult<Float32Array>, index: number): Answer | Error {
  try {
    if (outcome.status === "rejected") throw outcome.reason
    return { modelVersion: model.version, classification: readRow(model.classes, outcome.value, index) }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
