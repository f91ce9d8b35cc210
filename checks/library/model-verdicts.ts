import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"

const SECTIONS: readonly (readonly [title: string, sign: RegExp])[] = [
  ["training data", /\btraining|\bdata ?set/i],
  ["capabilities", /capabilit|performance|what it can/i],
  ["known failures", /failure|limitation|weakness|known (issues|errors)/i],
  ["intended use", /\buse\b|intended/i],
]

/** There is a model file, and it is one. */
export function judgeModelFile(host: "dev" | "prod", files: Facts): Verdict {
  const elsewhere = files.all("elsewhere").map((path) => path.replace(/^\.\//, ""))
  const size = Number(files.get("size") || "0")
  return all(
    expect(files.has("model"), {
      message:
        elsewhere.length > 0 ? `The model on ${host} lies elsewhere: ${elsewhere[0]}.` : `${host} has no model file.`,
      expected: files.all("set").includes("MODEL_PATH") ? "the file that MODEL_PATH names" : "a model file in models/",
      actual: elsewhere.join(", ") || "(none)",
      ...(elsewhere.length > 0 && {
        hint: "A relative models/ is made where the script was started: let it `cd` to its own folder first, and see that MODEL_PATH is what the release calls the file.",
      }),
    }),
    () =>
      expect(size > 1000, {
        message: `The model file on ${host} is all but empty.`,
        expected: "the file of the release",
        actual: `${size} bytes`,
        hint: "A download that failed leaves such a file: remove it and run ./setup-server.sh again.",
      }),
  )
}

/** The card lies beside the model and has the four sections of the lecture. */
export function judgeCard(host: "dev" | "prod", files: Facts): Verdict {
  const headings = files.all("heading")
  const missing = SECTIONS.filter(([, sign]) => !headings.some((heading) => sign.test(heading))).map(([title]) => title)
  const named = files.get("cardlike").split("/").at(-1) ?? ""
  return all(
    expect(files.has("card"), {
      message: named === "" ? `The model on ${host} came without its card.` : `The card on ${host} is called ${named}.`,
      expected: "models/MODELCARD.md",
      actual: named || "(none)",
      hint: "Copy MODELCARD.md of the release beside the model, under this name: the card says what the file can and cannot do.",
    }),
    () =>
      expect(missing.length === 0, {
        message: `The card on ${host} has no section on ${missing.join(" and ")}.`,
        expected: SECTIONS.map(([title]) => title).join(", "),
        actual: headings.map((heading) => heading.replace(/^#+ */, "")).join(", ") || "no heading",
        hint: "The card belongs to the release: fetch it again and do not shorten it.",
      }),
  )
}
