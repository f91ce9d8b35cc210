import { fileURLToPath } from "node:url"

/** Where release v1.0 lives, and the names of its files. */
export const RELEASE = "v1.0"
export const RELEASE_FOLDER = fileURLToPath(new URL(`../${RELEASE}/`, import.meta.url))
export const ONNX_FILE = "digit_classifier_v1.onnx"
export const WEIGHTS_FILE = "weights.json"
export const SAMPLES_FILE = "samples.json"
export const CARD_FILE = "MODELCARD.md"

export const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9]
export const CLASSES = DIGITS.map(String)
export const THRESHOLD = 128
