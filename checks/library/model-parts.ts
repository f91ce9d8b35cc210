import type { Context } from "../../src/engine/context.js"

/** What the block brings, wherever it lies, into the repository and these files lack, in words. */
export function missingParts(files: readonly string[], { settings, track }: Context): string[] {
  const ending = track === "python" ? "py" : "[mc]?[jt]s"
  const classifier = new RegExp(`(^|/)classifier(/(index|__init__))?\\.${ending}$`)
  const predict = new RegExp(`(^|/)predict\\.${ending}$`)
  const parts: [string, boolean][] = [
    [
      "the classifier",
      files.some((path) => (settings.classifier === "" ? classifier.test(path) : path === settings.classifier)),
    ],
    ["the predict script", files.some((path) => predict.test(path))],
    [".env.example", files.includes(".env.example")],
  ]
  return parts.filter(([, there]) => !there).map(([part]) => part)
}
