import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const WEIGHTS_FILE = "weights.json"
export const SAMPLES_FILE = "samples.json"
export const CARD_FILE = "MODELCARD.md"

const ABOVE = fileURLToPath(new URL("../../", import.meta.url))

/** digit_classifier_v2.onnx for v2.0: the suffix is the major version. */
export function onnxFile(release: string): string {
  return `digit_classifier_${majorVersion(release)}.onnx`
}

/** The same model for scikit-learn. */
export function pickleFile(release: string): string {
  return `digit_classifier_${majorVersion(release)}.pkl`
}

/** The first line of a release's card. */
export function cardTitle(release: string): string {
  return `# Model card: digit classifier ${release}`
}

/**
 * Where the files of a release belong: RELEASE_DIR, or the folder of the release's name beside the scripts, or, in the published
 * repository, the folder above them for the release that it holds.
 */
export function releaseFolder(release: string): string {
  const single = singleFolder()
  if (single && (process.env.RELEASE_DIR || holds(single, release))) return single
  return fileURLToPath(new URL(`../${release}/`, import.meta.url))
}

/**
 * Those of the releases whose files are to be found: all of them, or, where there is one folder, the one whose card lies in it.
 * @throws Error when that folder holds none of them
 */
export function releasesHere(releases: readonly string[]): string[] {
  const single = singleFolder()
  if (!single) return [...releases]
  const held = releases.filter((release) => holds(single, release))
  if (held.length === 0) throw new Error(`${join(single, CARD_FILE)} is not the card of ${releases.join(" or ")}`)
  return held
}

/** The one folder for a release's files, if there is one: RELEASE_DIR, or, where the scripts were published, the one above them. */
function singleFolder(): string | undefined {
  return process.env.RELEASE_DIR || (existsSync(join(ABOVE, CARD_FILE)) ? ABOVE : undefined)
}

function holds(folder: string, release: string): boolean {
  const card = join(folder, CARD_FILE)
  return existsSync(card) && readFileSync(card, "utf8").startsWith(`${cardTitle(release)}\n`)
}

function majorVersion(release: string): string {
  return release.slice(0, release.indexOf("."))
}
