import { randomUUID } from "node:crypto"
import type { NewPrediction } from "../../../src/storage/store.js"

/** A row like those of the service, unless told otherwise. */
export function prediction(given: Partial<NewPrediction> = {}): NewPrediction {
  return {
    ref: randomUUID(),
    prediction: "3",
    confidence: 0.75,
    modelVersion: "v1",
    createdAt: new Date(),
    alternatives: [],
    ...given,
  }
}
