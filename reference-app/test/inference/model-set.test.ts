import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { DIGITS } from "../../src/inference/classes.js"
import { findModels, openModels } from "../../src/inference/model-set.js"
import { testModelPath } from "../helpers/model.js"
import { onnxFile, temporaryFolder } from "./onnx-file.js"

const NOTHING = new Uint8Array()
const ten = (metadata: Readonly<Record<string, string>> = {}): Uint8Array =>
  onnxFile({ metadata: { classes: DIGITS.join(), ...metadata }, outputs: 10 })

describe("findModels", () => {
  test("finds further versions beside the configured file, in the order of their numbers", async () => {
    const names = ["digit_classifier_v10.onnx", "digit_classifier_v2.onnx", "digit_classifier_v1.onnx"]
    const others = ["digit_classifier_v3.pkl", "digit_classifier_v4.onnx.part", "MODELCARD.md"]
    const folder = await temporaryFolder(Object.fromEntries([...names, ...others].map((name) => [name, NOTHING])))
    const modelPath = join(folder, "digit_classifier_v1.onnx")
    expect(await findModels({ modelPath, modelVersion: "v1.0" })).toEqual([
      { version: "v1", path: modelPath },
      { version: "v2", path: join(folder, "digit_classifier_v2.onnx") },
      { version: "v10", path: join(folder, "digit_classifier_v10.onnx") },
    ])
  })

  test("looks into the neighbour folders when every release has its own", async () => {
    const folder = await temporaryFolder({
      "v1.0/digit_classifier_v1.onnx": NOTHING,
      "v2.0/digit_classifier_v2.onnx": NOTHING,
      "lib/digit_classifier_v3.onnx": NOTHING,
    })
    const found = await findModels({ modelPath: join(folder, "v1.0/digit_classifier_v1.onnx"), modelVersion: "v1.0" })
    expect(found.map(({ version }) => version)).toEqual(["v1", "v2"])
  })

  test("takes the configured file for its version, whatever lies beside it", async () => {
    const folder = await temporaryFolder({ "mine.onnx": NOTHING, "digit_classifier_v2.onnx": NOTHING })
    const modelPath = join(folder, "mine.onnx")
    expect(await findModels({ modelPath, modelVersion: "v2.0" })).toEqual([{ version: "v2", path: modelPath }])
  })

  test("leaves a missing folder to the one who loads the file", async () => {
    const [file] = await findModels({ modelPath: "not/there.onnx", modelVersion: "v1.0" })
    await expect(openModels([file!], ["v1"])).rejects.toThrow("not/there.onnx cannot be read")
  })
})

describe("openModels", () => {
  test("loads the asked versions, in the asked order", async () => {
    const folder = await temporaryFolder({
      "digit_classifier_v1.onnx": await readFile(testModelPath()),
      "digit_classifier_v2.onnx": ten({ release: "v2.0" }),
      "digit_classifier_v3.onnx": NOTHING,
    })
    const files = await findModels({ modelPath: join(folder, "digit_classifier_v1.onnx"), modelVersion: "v1.0" })
    const models = await openModels(files, ["v2", "v1"])
    expect(models.map(({ version, classes }) => [version, classes.length])).toEqual([
      ["v2", 10],
      ["v1", 9],
    ])
    expect(await openModels(files, [])).toEqual([])
  })

  test.each([
    ["other classes than its version promises", "v1", ten(), "model.onnx knows the classes 0, 1, 2"],
    ["another order of the classes", "v2", ten({ classes: DIGITS.toReversed().join() }), "knows the classes 9, 8"],
    ["another release", "v3", ten({ release: "v2.0" }), "model.onnx is release v2.0, but was to be used as v3"],
    ["no model inside", "v2", NOTHING, "model.onnx is not a usable ONNX model"],
  ])("refuses a file with %s", async (_name, version, bytes, message) => {
    const folder = await temporaryFolder({ "model.onnx": bytes })
    await expect(openModels([{ version, path: join(folder, "model.onnx") }], [version])).rejects.toThrow(message)
  })

  test("names the versions that are there when the asked one is not", async () => {
    const files = [
      { version: "v1", path: "a.onnx" },
      { version: "v2", path: "b.onnx" },
    ]
    await expect(openModels(files, ["v3"])).rejects.toThrow("no model file of version v3; found: v1, v2.")
  })
})
