import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { onlyDigits, readMnist, slice } from "../../lib/mnist.js"
import { bars, idx, temporaryFolder, writePart } from "../helpers/tiny-mnist.js"

const IMAGES = "train-images-idx3-ubyte.gz"
const LABELS = "train-labels-idx1-ubyte.gz"
const SET = bars(20, 1)

async function folderWith(name: string, content: Buffer): Promise<string> {
  const folder = await temporaryFolder()
  await writePart(folder, "train", SET)
  await writeFile(join(folder, name), content)
  return folder
}

/** The file with one 32-bit word changed. */
function changed(bytes: Buffer, word: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt32BE(value, word * 4)
  return copy
}

test("reads what was written", async () => {
  const folder = await temporaryFolder()
  await writePart(folder, "train", SET)
  const read = await readMnist(folder, "train")
  expect(read.count).toBe(20)
  expect(Buffer.from(read.pixels).equals(SET.pixels)).toBe(true)
  expect([...read.labels]).toEqual([...SET.labels])
})

const { images, labels } = idx(SET)
test.each([
  ["an empty file", IMAGES, Buffer.alloc(0), "is not a whole gzip file"],
  ["something unpacked", IMAGES, images, "is not a whole gzip file"],
  ["half a file", IMAGES, gzipSync(images).subarray(0, 300), "is not a whole gzip file"],
  ["a header alone", IMAGES, gzipSync(images.subarray(0, 10)), "is too short for an IDX file"],
  ["labels instead of images", IMAGES, gzipSync(changed(images, 0, 2049)), "is not an IDX file of 28x28 images"],
  ["images of another height", IMAGES, gzipSync(changed(images, 2, 27)), "is not an IDX file of 28x28 images"],
  ["images of another width", IMAGES, gzipSync(changed(images, 3, 29)), "is not an IDX file of 28x28 images"],
  ["one image too few", IMAGES, gzipSync(images.subarray(0, -784)), "does not hold the 20 images it announces"],
  ["bytes too many", IMAGES, gzipSync(Buffer.concat([images, Buffer.alloc(1)])), "does not hold the 20 images"],
  ["images instead of labels", LABELS, gzipSync(changed(labels, 0, 2051)), "is not an IDX file of labels"],
  ["another number of labels", LABELS, gzipSync(changed(labels, 1, 19)), "one label for each of the 20 images"],
  ["a label too few", LABELS, gzipSync(labels.subarray(0, -1)), "one label for each of the 20 images"],
  ["an eleventh digit", LABELS, gzipSync(Buffer.concat([labels.subarray(0, -1), Buffer.of(10)])), "the label 10 at 19"],
])("rejects %s and names the file", async (_, name, content, message) => {
  const folder = await folderWith(name, content)
  await expect(readMnist(folder, "train")).rejects.toThrow(message)
  await expect(readMnist(folder, "train")).rejects.toThrow(join(folder, name))
})

test("names the file that is missing", async () => {
  const folder = await temporaryFolder()
  await writePart(folder, "train", SET)
  await rm(join(folder, LABELS))
  await expect(readMnist(folder, "train")).rejects.toThrow(`${join(folder, LABELS)} cannot be read`)
})

test("keeps the wanted digits, in their order", () => {
  const kept = onlyDigits(SET, [3, 0])
  expect([...kept.labels]).toEqual([0, 3, 0, 3])
  expect([...kept.pixels.subarray(784, 2 * 784)]).toEqual([...SET.pixels.subarray(3 * 784, 4 * 784)])
  expect([...slice(SET, 18, 20).labels]).toEqual([8, 9])
})
