import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { openClassifier } from "../../lib/classifier.js"
import { logisticOnnx } from "../../lib/logistic-onnx.js"
import { trainLogistic } from "../../lib/logistic.js"
import { measure } from "../../lib/measure.js"
import { encodeOnnx } from "../../lib/onnx/model.js"
import { bars } from "../helpers/tiny-mnist.js"

const OPTIONS = { classes: [..."0123456789"], threshold: 128, l2: 1e-3, robustness: 0.5, iterations: 20 }
const train = (): Uint8Array => encodeOnnx(logisticOnnx(trainLogistic(bars(100, 1), OPTIONS), "v0.0", { input: "ink" }))

test("learns what can be learned", () => {
  const { correct, images } = measure(openClassifier(train()), bars(50, 2))
  expect(correct).toBe(images)
})

test("gives the same bytes every time, on every machine", () => {
  const bytes = train()
  expect(Buffer.from(train()).equals(bytes)).toBe(true)
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(
    "898bdf43b3cf8b05f68a7e59ad9672558f63b9fa4cfda21d54b2f30a7d80e4e9",
  )
})
