import { randomUUID } from "node:crypto"
import { isIP } from "node:net"
import type { z } from "zod"
import type { Recognition } from "../inference/recogniser.js"
import type { PredictionRow } from "../messages.js"
import type { NewPrediction, StoredPrediction } from "../storage/store.js"

/** What is remembered of a recognition. */
export function toNewPrediction({ answer, alternatives }: Recognition, clientAddress: string): NewPrediction {
  return {
    ref: randomUUID(),
    prediction: answer.classification.prediction,
    confidence: answer.classification.confidence,
    modelVersion: answer.modelVersion,
    createdAt: new Date(),
    // The address is unknown when the client is gone before its request was read.
    ...(isIP(clientAddress) !== 0 && { clientIp: clientAddress }),
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
