import { existsSync } from "node:fs"

const CANDIDATES = ["models/digit_classifier_v1.onnx", "model/v1.0/digit_classifier_v1.onnx"]

/** The model that the tests run: the one that setup-server.sh fetched, or the one that lies beside its training script. */
export function testModelPath(): string {
  const found = CANDIDATES.find((path) => existsSync(path))
  if (!found) throw new Error(`the tests need a model: none of ${CANDIDATES.join(", ")} exists; run ./setup-server.sh`)
  return found
}
