import { SettingsError } from "../environment.js"

/** Which model version answers, and which one runs along. */
export type ModelFlag =
  | { readonly kind: "fixed"; readonly version: string }
  /** `percent` of the drawings, chosen by chance, are answered by `version`, the others by `other`. */
  | { readonly kind: "percentage"; readonly version: string; readonly other: string; readonly percent: number }
  /** `version` answers; what `shadow` says is only kept. */
  | { readonly kind: "shadow"; readonly version: string; readonly shadow: string }

/** A release such as v2.0, and behind a colon how it takes part. */
const FORM = /^(v\d+(?:\.\d+)*)(?::(?:(shadow)|(\d+(?:\.\d+)?)%))?$/

/**
 * Reads MODEL_FLAG, which says which release answers besides or instead of `modelVersion` (MODEL_VERSION):
 *
 * | MODEL_FLAG     | answers                                             | runs along, stored for comparison |
 * | -------------- | --------------------------------------------------- | --------------------------------- |
 * | empty or `off` | MODEL_VERSION                                       | nothing                           |
 * | `v2.0`         | v2.0                                                | nothing                           |
 * | `v2.0:25%`     | v2.0 a quarter of the drawings, MODEL_VERSION the rest | the one that does not answer   |
 * | `v2.0:shadow`  | MODEL_VERSION                                       | v2.0                              |
 *
 * As everywhere, the release v2.0 is the version v2 in answers, rows and file names.
 * @throws SettingsError when the flag has another form, or compares a release with itself.
 */
export function parseModelFlag(flag: string | undefined, modelVersion: string): ModelFlag {
  const base = versionOf(modelVersion)
  const text = flag?.trim() ?? ""
  if (text === "" || text === "off") return { kind: "fixed", version: base }
  const [, release, shadow, share] = FORM.exec(text) ?? []
  const percent = Number(share ?? 0)
  if (release === undefined || percent > 100)
    throw new SettingsError("MODEL_FLAG is not off, a release (v2.0), a share (v2.0:25%) or a shadow (v2.0:shadow)")
  const version = versionOf(release)
  if (!shadow && share === undefined) return { kind: "fixed", version }
  if (version === base) throw new SettingsError("MODEL_FLAG names the same release as MODEL_VERSION")
  if (shadow) return { kind: "shadow", version: base, shadow: version }
  return { kind: "percentage", version, other: base, percent }
}

/** The versions that run, first the one that answers most: of two with equal shares the one of MODEL_VERSION. */
export function versionsOf(flag: ModelFlag): readonly string[] {
  if (flag.kind === "fixed") return [flag.version]
  if (flag.kind === "shadow") return [flag.version, flag.shadow]
  return flag.percent > 50 ? [flag.version, flag.other] : [flag.other, flag.version]
}

/** The version that answers the next drawing; `random` gives numbers from 0 up to but not including 1. */
export function chooseVersion(flag: ModelFlag, random: () => number): string {
  if (flag.kind !== "percentage") return flag.version
  return random() * 100 < flag.percent ? flag.version : flag.other
}

/** The version that answers and rows name: "v1" for the release v1.0. */
export function versionOf(release: string): string {
  return release.split(".", 1)[0]!
}
