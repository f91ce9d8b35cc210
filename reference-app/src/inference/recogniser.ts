import { Batcher, type BatchingOptions } from "./batcher.js"
import { readRow } from "./classification.js"
import { IMAGE_SIZE } from "./image-input.js"
import { chooseVersion, versionsOf, type ModelFlag } from "./model-flag.js"
import { ModelFileError, type Model } from "./model.js"
import { openModels, type ModelFile, type VersionedModel } from "./model-set.js"
import { recogniseDrawings, type Drawing, type Recognition } from "./recognition.js"
import { TRIAL_DRAWING } from "./trial-drawing.js"

export type { Classification } from "./classification.js"
export type { Answer, Recognition } from "./recognition.js"

/** Recognises drawings: 784 bytes, row by row, 0 (paper) to 255 (ink), which must not change before the answer. */
export interface Recogniser {
  /** Rejects with OverloadedError (queue full), DeadlineError (waited too long), StoppingError, or the run's error. */
  recognise(image: Uint8Array): Promise<Recognition>
  /** The same for several drawings, taken or refused together; answers come in the order of the drawings. */
  recogniseMany(images: readonly Uint8Array[]): Promise<Recognition[]>
  /** The version that answers; with a percentage the one that answers most. */
  readonly modelVersion: string
  /** SHA-256 of that version's file, in hex. */
  readonly modelHash: string
  /** Drawings that wait for a run. */
  readonly queueDepth: number
  /** Whether `modelVersion` works: it classified a trial drawing at the start, and its latest answer was no error. */
  ready(): boolean
  /** Refuses further drawings, answers those that were taken, and frees the models. */
  close(): Promise<void>
}

export interface RecogniserEvents {
  /** A run of `size` drawings starts. */
  batch?(size: number): void
  /** A drawing that was taken is answered or has failed, `seconds` after it was taken. */
  prediction?(modelVersion: string, status: "success" | "error", seconds: number): void
  /** The version that only runs along failed, and its answers are missing in `alternatives`. Once for each run. */
  alternativeFailed?(modelVersion: string, error: Error): void
}

export interface RecogniserOptions {
  readonly models: readonly ModelFile[]
  readonly flag: ModelFlag
  readonly batching?: BatchingOptions
  readonly events?: RecogniserEvents
  /** Numbers from 0 up to but not including 1, for the percentage. */
  readonly random?: () => number
}

/**
 * Loads the versions that the flag names and tries each of them with a drawing.
 * @throws ModelFileError, ClassMismatchError when one of them cannot be used.
 */
export async function openRecogniser({ models, ...options }: RecogniserOptions): Promise<Recogniser> {
  return await startRecogniser({ models: await openModels(models, versionsOf(options.flag)), ...options })
}

/** The same on loaded models, first the one that answers most. They belong to the recogniser, which closes them. */
export async function startRecogniser(
  options: Omit<RecogniserOptions, "models"> & { readonly models: readonly VersionedModel[] },
): Promise<Recogniser> {
  const { models, flag, batching, events = {}, random = Math.random } = options
  try {
    for (const model of models) await tryOut(model)
  } catch (error) {
    await closeAll(models)
    throw error
  }
  const primary = models[0]!
  let failing = false
  let trial: Promise<void> | undefined
  let closing: Promise<void> | undefined

  const batcher = new Batcher<Drawing, Recognition>(
    {
      run(drawings) {
        events.batch?.(drawings.length)
        return recogniseDrawings(models, drawings, (version, error) => events.alternativeFailed?.(version, error))
      },
      settled({ version, since }, outcome) {
        const failed = outcome instanceof Error
        if (version === primary.version) failing = failed
        events.prediction?.(version, failed ? "error" : "success", (performance.now() - since) / 1000)
      },
    },
    batching,
  )

  function take(image: Uint8Array): Drawing {
    if (image.length !== IMAGE_SIZE) throw new RangeError(`an image has ${IMAGE_SIZE} bytes, not ${image.length}`)
    return { image, version: chooseVersion(flag, random), since: performance.now() }
  }

  /** Whoever sends no drawings to a service that is not ready would otherwise never see it ready again. */
  function tryAgain(): void {
    trial ??= tryOut(primary)
      .then(
        () => void (failing = false),
        () => undefined, // still failing, as was reported when it began
      )
      .finally(() => (trial = undefined))
  }

  return {
    recognise: async (image) => await batcher.add(take(image)),
    recogniseMany: async (images) => await batcher.addMany(images.map(take)),
    modelVersion: primary.version,
    modelHash: primary.hash,
    get queueDepth() {
      return batcher.depth
    },
    ready() {
      if (closing) return false
      if (failing) tryAgain()
      return !failing
    },
    close() {
      closing ??= batcher.close().then(async () => {
        await trial
        await closeAll(models)
      })
      return closing
    },
  }
}

async function tryOut(model: VersionedModel): Promise<void> {
  try {
    readRow(model.classes, await model.run([TRIAL_DRAWING]), 0)
  } catch (cause) {
    throw new ModelFileError(`The model of version ${model.version} cannot classify a trial drawing.`, { cause })
  }
}

async function closeAll(models: readonly Model[]): Promise<void> {
  await Promise.all(models.map((model) => model.close()))
}
