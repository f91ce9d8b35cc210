import { expect, it } from "vitest"
import { undo } from "../../../src/grading/gradebook/changes/change.js"
import { enrol } from "../../../src/grading/gradebook/store/students.js"
import {
  decideProposal,
  listProposals,
  submitProposal,
  type NewProposal,
} from "../../../src/grading/project-report/proposals.js"
import { onBothBackends } from "../gradebook/backends.js"

const at = (minute: number): { who: string; at: string } => ({
  who: "prof@campus",
  at: `2026-05-01T09:${String(minute).padStart(2, "0")}:00.000Z`,
})
const RATE: NewProposal = {
  student: "s1",
  block: "block8",
  title: "Rate limits per API key",
  category: "security",
  text: "# Rate limits\n\nAcceptance: the 31st request of a minute is refused.",
}

onBothBackends((backend) => {
  const class_ = () =>
    enrol(
      backend.database(),
      ["s1", "s2", "s3"].map((id) => ({
        id,
        name: id,
        email: undefined,
        group: undefined,
        track: "typescript" as const,
      })),
    )

  it("gives a topic to who came first, and names that one to the next", async () => {
    await class_()
    const database = backend.database()
    const { proposal } = await submitProposal(database, RATE, at(1))
    expect(proposal).toMatchObject({ ...RATE, id: "s1-1", state: "submitted", submittedAt: at(1).at })
    const second = { ...RATE, student: "s2", title: "  RATE-limits per the API key! " }
    await expect(submitProposal(database, second, at(2))).rejects.toMatchObject({
      code: "COURSE_USAGE",
      message: expect.stringContaining(
        's1 has this topic of block8 already: "Rate limits per API key" (s1-1',
      ) as string,
    })
    await expect(submitProposal(database, { ...second, block: "block9" }, at(3))).resolves.toMatchObject({
      proposal: { id: "s2-1" },
      near: [{ id: "s1-1" }],
    })
    await expect(submitProposal(database, { ...RATE, title: "Another" }, at(4))).rejects.toMatchObject({
      message: expect.stringContaining("s1 has a proposal already") as string,
    })
  })

  it("gives it to one of two that come at the same moment", async () => {
    await class_()
    const outcomes = await Promise.allSettled([
      submitProposal(backend.database(), RATE, at(1)),
      submitProposal(backend.other(), { ...RATE, student: "s2" }, at(1)),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(await listProposals(backend.database())).toHaveLength(1)
  })

  it("approves and rejects, by proposal or by student, and frees what was rejected", async () => {
    await class_()
    const database = backend.database()
    await submitProposal(database, RATE, at(1))
    const rejected = await decideProposal(database, { id: "s1", state: "rejected", why: "Too small." }, at(2))
    expect(rejected.proposal).toMatchObject({
      state: "rejected",
      decidedBy: "prof@campus",
      decidedAt: at(2).at,
      why: "Too small.",
    })
    await submitProposal(database, { ...RATE, student: "s2" }, at(3))
    const approved = await decideProposal(database, { id: "s2-1", state: "approved", why: undefined }, at(4))
    expect(approved.proposal).toMatchObject({ student: "s2", state: "approved" })
    await expect(
      decideProposal(database, { id: "s2", state: "approved", why: undefined }, at(5)),
    ).rejects.toMatchObject({
      message: "s2-1 was approved already, by prof@campus.",
    })
    await expect(
      decideProposal(database, { id: "s9", state: "approved", why: undefined }, at(5)),
    ).rejects.toMatchObject({
      code: "COURSE_UNKNOWN_ID",
    })
    await submitProposal(database, { ...RATE, student: "s1", title: "Signed releases" }, at(6))
    expect((await listProposals(database)).map(({ id, state }) => [id, state])).toEqual([
      ["s1-1", "rejected"],
      ["s2-1", "approved"],
      ["s1-2", "submitted"],
    ])
  })

  it("takes decisions back, but not past somebody who has the topic by now", async () => {
    await class_()
    const database = backend.database()
    await submitProposal(database, RATE, at(1))
    const { entry } = await decideProposal(database, { id: "s1-1", state: "rejected", why: "No." }, at(2))
    const other = await submitProposal(database, { ...RATE, student: "s2" }, at(3))
    await expect(undo(database, { id: entry.id, ...at(4) })).rejects.toMatchObject({
      message: expect.stringContaining("s2 has this topic") as string,
    })
    await undo(database, { id: other.entry.id, ...at(5) })
    await undo(database, { id: entry.id, ...at(6) })
    expect(await listProposals(database)).toMatchObject([{ id: "s1-1", state: "submitted", decidedBy: undefined }])
  })
})
