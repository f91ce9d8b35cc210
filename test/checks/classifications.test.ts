import { expect, test } from "vitest"
import { isClose } from "../../checks/library/classifications.js"
import { sampleAnswers } from "../../checks/library/mnist-oracle.js"
import { expectedClasses, majorOf } from "../../checks/library/model-files.js"

test("isClose looks at values and not at the order of keys", () => {
  expect(isClose({ a: 1, b: [1, { c: "x" }] }, { b: [1, { c: "x" }], a: 1 })).toBe(true)
  expect(isClose({ a: 1 }, { a: 1, b: undefined })).toBe(false)
  expect(isClose([1, 2], [2, 1])).toBe(false)
  expect(isClose([], [1])).toBe(false)
  expect(isClose({ a: 1 }, { a: "1" })).toBe(false)
  expect(isClose(undefined, [])).toBe(false)
})

test("isClose lets numbers differ by the tolerance alone", () => {
  const [some, near, far] = [0.5, 0.5000001, 0.51].map((one) => [{ prediction: "1", scores: { "1": one } }])
  expect(isClose(some, near)).toBe(false)
  expect(isClose(some, near, 1e-6)).toBe(true)
  expect(isClose(some, far, 1e-6)).toBe(false)
  expect(isClose(NaN, NaN, 1)).toBe(false)
})

test("the released model misses the 0 of MNIST's first five images, and nothing else", () => {
  const answers = sampleAnswers()
  expect(answers.map(({ label }) => label).join("")).toBe("50419")
  expect(answers.map(({ prediction }) => prediction).join("")).toBe("56419")
  expect(answers[0]?.confidence).toBeCloseTo(0.989, 3)
})

test("a release of a later major version has the 0", () => {
  expect(["v1.0", "1.4", "main", ""].map(majorOf)).toEqual([1, 1, 1, 1])
  expect(expectedClasses("v1.0").join("")).toBe("123456789")
  expect(expectedClasses("v2.0").join("")).toBe("0123456789")
})
