import { describe, expect, it } from "vitest"
import { settle } from "./rows-ledger.js"

const ok = (...confidences: number[]) => ({ at: 0, ms: 1, images: confidences.length, status: 200, confidences })
const cut = (images = 1) => ({ at: 0, ms: 1, images, error: "socket hang up" })
const refused = { at: 0, ms: 1, images: 1, status: 503, body: "{}" }

describe("answers held against rows", () => {
  it("balance when every acknowledged image has its row and nothing else is there", () => {
    expect(settle([ok(0.1), ok(0.2, 0.3), refused], [0.3, 0.2, 0.1])).toEqual({
      ...{ acknowledged: 3, rows: 3, lost: 0, unacknowledged: 0, unanswered: 0 },
    })
  })

  it("show a lost row even when another one is there twice", () => {
    expect(settle([ok(0.1), ok(0.2)], [0.1, 0.1])).toMatchObject({ lost: 1, unacknowledged: 1 })
  })

  it("show a doubled row", () => {
    expect(settle([ok(0.1)], [0.1, 0.1])).toMatchObject({ lost: 0, unacknowledged: 1, unanswered: 0 })
  })

  it("count rows of images whose answer never came by themselves", () => {
    expect(settle([ok(0.1), cut(), cut(8)], [0.1, 0.4])).toMatchObject({ lost: 0, unacknowledged: 1, unanswered: 9 })
  })

  it("tell two drawings with one confidence from one drawing with two rows", () => {
    expect(settle([ok(0.1), ok(0.1)], [0.1, 0.1])).toMatchObject({ lost: 0, unacknowledged: 0 })
  })
})
