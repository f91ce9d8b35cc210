import { describe, expect, test } from "vitest"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { contentFaults } from "../../src/engine/catalog.js"
import { readFixtures } from "../helpers/fixture-file.js"
import { campaigns } from "../mutants/campaigns.js"
import { readKills } from "../mutants/kill-record.js"

const catalog = await loadCatalog()
const fixtures = await readFixtures()
const checks = [...catalog.checks.values()]
const mutants = campaigns.flatMap((campaign) => campaign.mutants)
const answerMutants = campaigns.flatMap((campaign) => campaign.answerMutants)

describe("every check", () => {
  test("has a place in a block, existing needs and a hint", () => {
    expect(contentFaults(catalog)).toEqual([])
  })

  test.each(checks.map((check) => [check.id] as const))(
    "%s has observations that pass, observations that fail, and a mutant",
    (id) => {
      const mine = fixtures.filter(({ fixture }) => fixture.check === id)
      expect(
        mine.some(({ fixture }) => fixture.status === "pass"),
        "an observation of the reference state that passes",
      ).toBe(true)
      expect(
        mine.some(({ fixture }) => fixture.status === "fail"),
        "an observation of a broken state that fails",
      ).toBe(true)
      expect(
        [...mutants, ...answerMutants].some(({ check }) => check === id),
        "a mutant",
      ).toBe(true)
    },
  )

  test("has a title and a hint that end as they should", () => {
    for (const { id, title, hint } of checks) {
      expect(title, id).not.toMatch(/[.!]$/)
      expect(title.length, id).toBeLessThanOrEqual(80)
      expect(hint, id).toMatch(/[.`)]$/)
    }
  })
})

describe("a recorded observation is judged as it was on the real host", () => {
  test.each(fixtures.map(({ file, fixture }) => [file, fixture] as const))("%s", (_file, fixture) => {
    const check = catalog.checks.get(fixture.check)
    if (!check) throw new Error(`${fixture.check} does not exist`)
    const verdict = check.judge(fixture.observations, fixture.context)
    expect(verdict).toMatchObject({
      status: fixture.status,
      ...(fixture.message === undefined ? {} : { message: fixture.message }),
    })
  })
})

describe("the kill matrix", () => {
  const blocks = [...new Set(campaigns.map(({ block }) => block))]
  // A mutant that is new, or survived, is missing there until `npm run mutants -- NAME` has seen it killed.
  test.each(blocks)(
    "of block %i holds each mutant and each wrong answer that there is, and none that is gone",
    async (block) => {
      const mine = campaigns.filter((campaign) => campaign.block === block)
      const known = mine.flatMap((campaign) => [...campaign.mutants, ...campaign.answerMutants])
      const names = (all: readonly { check: string; name: string }[]): string[] =>
        all.map(({ check, name }) => `${check}: ${name}`).sort()
      const kills = await readKills(block)
      expect(names(kills.map(({ check, mutant }) => ({ check, name: mutant })))).toEqual(names(known))
    },
  )
})

describe("mutants", () => {
  test("have names of their own and name checks that exist", () => {
    const all = [...mutants, ...answerMutants]
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { name, check } of all) expect(catalog.checks.has(check), `${name} breaks ${check}`).toBe(true)
    for (const { name, also } of mutants)
      for (const id of also ?? []) expect(catalog.checks.has(id), `${name} also breaks ${id}`).toBe(true)
  })
})
