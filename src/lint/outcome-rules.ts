import type { Catalog } from "../engine/catalog.js"
import { placedChecks } from "../engine/catalog.js"
import type { Check } from "../engine/check.js"
import type { Finding } from "./finding.js"
import { INVENTORY_FILE, type OutcomeInventory, type OutcomeKind } from "./inventory.js"
import { fileOf } from "./places.js"

/** Holds checks against the list of all outcomes, in both directions. */
export function outcomeFindings(catalog: Catalog, inventory: OutcomeInventory): Finding[] {
  return [
    ...Object.entries(inventory).flatMap(([block, listed]) => ofBlock(catalog, block, listed)),
    ...unknown(catalog, inventory),
  ]
}

function ofBlock(
  catalog: Catalog,
  block: string,
  { outcomes, unchecked, unwritten }: OutcomeInventory[string],
): Finding[] {
  const findings: Finding[] = []
  const add = (rule: Finding["rule"], message: string, file = INVENTORY_FILE): unknown =>
    findings.push({ rule, message, file })
  for (const [id, kind] of Object.entries(outcomes)) {
    const check = catalog.checks.get(id)
    if (!check && unwritten === undefined && unchecked[id] === undefined)
      add("outcome-without-check", `${id} of ${block} has no check and no reason for that.`)
    if (check && unchecked[id] !== undefined) add("reason-outdated", `${id} has a check, and a reason for having none.`)
    if (check && kindOf(check) !== kind)
      add("outcome-kind", `${id} is ${kindOf(check)}; the inventory says ${kind}.`, fileOf(id))
  }
  for (const id of Object.keys(unchecked)) {
    if (outcomes[id] === undefined)
      add("outcome-unknown", `${block} gives a reason for ${id}, which is no outcome of it.`)
  }
  if (unwritten !== undefined && catalog.blocks.some(({ id }) => id === block))
    add("reason-outdated", `${block} is written, and the inventory says that it is not.`)
  return findings
}

function unknown(catalog: Catalog, inventory: OutcomeInventory): Finding[] {
  const placed = new Map(
    [...placedChecks(catalog, "typescript"), ...placedChecks(catalog, "python")].map(({ check, block }) => [
      check.id,
      block,
    ]),
  )
  return [...placed].flatMap(([id, block]) =>
    inventory[block]?.outcomes[id] === undefined
      ? [{ rule: "outcome-unknown" as const, message: `${id} is no outcome of ${block}.`, file: fileOf(id) }]
      : [],
  )
}

function kindOf({ informational, optional }: Check): OutcomeKind {
  return informational ? "informational" : optional ? "optional" : "mandatory"
}
