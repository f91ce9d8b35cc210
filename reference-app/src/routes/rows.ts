import { randomUUID } from "node:crypto"
import type { z } from "zod"
import type { Recognition } from "../inference/recogniser.js"
import type { PredictionRow } from "../messages.js"
import type { NewPrediction, StoredPrediction } from "../storage/store.js"

/** What is remembered of a recognition. */
export function toNewPrediction({ answer, alternatives }: Recognition, clientIp: string): NewPrediction {
  return {
    ref: randomUUID(),
    prediction: answer.classification.prediction,
    confidence: answer.classification.confidence,
    modelVersion: answer.modelVersion,
    createdAt: new Date(),
    clientIp,
    alternatives: alternatives.map(({ modelVersion, classification: { prediction, confidence } }) => ({
      modelVersion,
      prediction,
      confidence,
    })),
  }
}

/** A stored row as clients see it. */
export function toRowMessage(row: StoredPrediction): z.input<typeof PredictionRow> {
  return {
    id: row.id,
    prediction: row.prediction,
    confidence: row.confidence,
    model_version: row.modelVersion,
    created_at: row.createdAt.toISOString(),
    ...(row.correctLabel !== undefined && { correct_label: row.correctLabel }),
  }
}
