import { fileURLToPath } from "node:url"

export const RELEASE = "v1.0"
/** Where the release's files are written and read: RELEASE_DIR, or the folder of the release beside the scripts. */
export const RELEASE_FOLDER = process.env.RELEASE_DIR ?? fileURLToPath(new URL(`../${RELEASE}/`, import.meta.url))
export const ONNX_FILE = "digit_classifier_v1.onnx"
export const WEIGHTS_FILE = "weights.json"
export const SAMPLES_FILE = "samples.json"
export const CARD_FILE = "MODELCARD.md"

export const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9]
export const CLASSES = DIGITS.map(String)
export const THRESHOLD = 128
