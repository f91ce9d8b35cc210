import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CourseError } from "../../../src/errors/course-error.js"
import { manifest as manifestSchema } from "../../../src/grading/submission/format.js"
import { readBundle } from "../../../src/grading/submission/read-bundle.js"
import { openSigners, type Signers } from "../../../src/grading/submission/signers.js"
import { parseSshSignature } from "../../../src/grading/submission/ssh-signature.js"
import { bundleBytes, hashOf } from "../../../src/grading/submission/write-bundle.js"
import { handIn, testClass, type TestClass } from "./class.js"

let students: TestClass
let signers: Signers
let bytes: Buffer

beforeAll(async () => {
  students = testClass(["ada", "ben", "eve"])
  signers = await openSigners(["ada", "ben"].map((id) => ({ id, publicKeys: [students.publicKey(id)] })))
  const transcript = Buffer.from('{"version":2,"width":80,"height":24}\n[0.5,"o","hello"]\n')
  bytes = await handIn(students.keyFile("ada"), { note: "Sorry for the delay.", transcript })
})
afterAll(async () => {
  await signers.close()
  students.remove()
})

/** What is wrong with a bundle, in words; empty when it is of a known student and whole. */
async function fault(bundle: Buffer): Promise<string> {
  try {
    await signers.verify(readBundle(bundle))
    return ""
  } catch (error) {
    if (error instanceof CourseError && error.code === "COURSE_SUBMISSION_INVALID") return error.message
    throw error
  }
}

/** Where each part of a bundle is, from the line before it to the line end behind it. */
function regions(bundle: Buffer): { name: string; from: number; to: number }[] {
  const found = [{ name: "first line", from: 0, to: bundle.indexOf(10) + 1 }]
  for (let at = found[0]?.to ?? 0; at < bundle.length;) {
    const [line, name, length] = /^(\S+) (\d+) \S+\n/.exec(bundle.subarray(at, at + 200).toString("latin1")) ?? []
    const to = at + (line?.length ?? Number.NaN) + Number(length) + 1
    found.push({ name: name ?? "", from: at, to })
    at = to
  }
  return found
}

describe("a bundle", () => {
  it("is read back as it was made, and is of who signed it", async () => {
    const bundle = readBundle(bytes)
    expect([...bundle.records.keys()]).toEqual(["recording.json", "report.json", "transcript.cast", "note.txt"])
    expect(bundle.records.get("note.txt")?.toString()).toBe("Sorry for the delay.\n")
    expect(manifestSchema.parse(bundle.manifest).words).toEqual(["block1"])
    expect(await signers.verify(bundle)).toEqual({
      student: "ada",
      fingerprint: parseSshSignature(bundle.signature).fingerprint,
    })
  })

  it("has the fingerprint that ssh-keygen prints", () => {
    const printed = execFileSync("ssh-keygen", ["-l", "-f", `${students.keyFile("ada")}.pub`], { encoding: "utf8" })
    expect(printed).toContain(parseSshSignature(readBundle(bytes).signature).fingerprint)
  })

  it("names the record that any one changed byte belongs to", async () => {
    for (const { name, from, to } of regions(bytes)) {
      // All bytes of the edges, where the framing is, and a sample of what lies between.
      const edge = 110
      for (let at = from; at < to; at += at - from < edge || to - at < edge ? 1 : 37) {
        const flipped = Buffer.from(bytes)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
        expect(await fault(flipped), `byte ${at} of ${name}`).toContain(name)
      }
    }
  })

  it("names the record at which it was cut, and what was added", async () => {
    for (const { name, from, to } of regions(bytes).slice(1))
      expect(await fault(bytes.subarray(0, from + Math.floor((to - from) / 2)))).toContain(name)
    expect(await fault(Buffer.concat([bytes, Buffer.from("x")]))).toMatch(/After its last record there are 1 bytes/)
  })

  it("is refused when a record was changed and every hash with it", async () => {
    const { manifest, signature, records } = readBundle(bytes)
    const forged = new Map(records).set("note.txt", Buffer.from("forged\n"))
    const listed = manifest.records.map((record) => {
      const content = forged.get(record.name) ?? Buffer.alloc(0)
      return { ...record, length: content.length, sha256: hashOf(content) }
    })
    const rewritten = Buffer.from(JSON.stringify({ ...manifest, records: listed }))
    expect(await fault(bundleBytes(rewritten, signature, forged))).toMatch(/Its manifest is not what SHA256:\S+ signed/)
  })

  it("is refused when it carries the signature of another bundle of the same student", async () => {
    const other = readBundle(await handIn(students.keyFile("ada")))
    const { signed, records } = readBundle(bytes)
    expect(await fault(bundleBytes(signed, other.signature, records))).toMatch(/is not what SHA256:\S+ signed/)
  })

  it("is refused with a key that is nobody's, and says which", async () => {
    const said = await fault(await handIn(students.keyFile("eve"), { student: "ada" }))
    expect(said).toMatch(/signed with the key SHA256:\S+, which is nobody's in the roster; it says it is of ada/)
  })

  it("is refused when it says to be of somebody else than its key", async () => {
    const said = await fault(await handIn(students.keyFile("ben"), { student: "ada" }))
    expect(said).toMatch(/says it is of ada, but it was signed with the key of ben/)
    expect(await fault(await handIn(students.keyFile("ben"), { student: "zoe" }))).toMatch(
      /nobody in the roster has that id/,
    )
    expect(await fault(await handIn(students.keyFile("ben"), { student: "ben" }))).toBe("")
  })

  it("is refused with a signature that was made for something else", async () => {
    const { signed, records } = readBundle(bytes)
    const file = path.join(students.folder, "for-git")
    writeFileSync(file, signed)
    execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-f", students.keyFile("ada"), "-n", "git", file], {
      stdio: "ignore",
    })
    const signature = execFileSync("cat", [`${file}.sig`], { encoding: "latin1" })
    expect(await fault(bundleBytes(signed, signature, records))).toMatch(
      /made for "git" and not for "course-submission"/,
    )
  })

  it("is refused when two people of the roster have its key and it does not say whose it is", async () => {
    const shared = await openSigners(["*", "ben"].map((id) => ({ id, publicKeys: [students.publicKey("ada")] })))
    try {
      await expect(shared.verify(readBundle(bytes))).rejects.toThrow(/stands in the roster for \* and ben/)
      const named = readBundle(await handIn(students.keyFile("ada"), { student: "*" }))
      expect(await shared.verify(named)).toMatchObject({ student: "*" })
    } finally {
      await shared.close()
    }
  })

  it("never becomes a path, and takes no record twice or of another kind", () => {
    const { manifest, signature, records } = readBundle(bytes)
    const withRecords = (listed: unknown): Buffer =>
      bundleBytes(Buffer.from(JSON.stringify({ ...manifest, records: listed })), signature, records)
    const [first, second] = manifest.records
    expect(() => readBundle(withRecords([{ ...first, name: "../../etc/passwd" }, second]))).toThrow(
      /manifest is not valid/,
    )
    expect(() => readBundle(withRecords([first, first, second]))).toThrow(/named twice/)
    expect(() => readBundle(withRecords([first]))).toThrow(/manifest is not valid/)
    expect(() => readBundle(withRecords([{ ...first, length: 10 ** 12 }, second]))).toThrow(/larger than it may be/)
    const newer = Buffer.from(JSON.stringify({ ...manifest, schema: "course.submission/2" }))
    expect(() => readBundle(bundleBytes(newer, signature, records))).toThrow(/format "course.submission\/2"/)
  })
})
