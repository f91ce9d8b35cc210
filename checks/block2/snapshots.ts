import { defineCheck } from "../../src/engine/check.js"
import { all, expect, skip } from "../../src/engine/verdict.js"
import { vmSnapshots } from "../library/vm-snapshots.js"

const SNAPSHOT = /^B2(-complete)?$/i

/** The machines are found by the names of their roles; under other names, any two that have the snapshot will do. */
export default defineCheck({
  id: "b2.snapshots",
  title: "Both machines have the snapshot B2-complete",
  host: "laptop",
  probes: () => ({ machines: vmSnapshots() }),
  judge: ({ machines }) => {
    if (!machines) return skip("The laptop has no VBoxManage, so snapshots cannot be listed.")
    const kept = [...machines].flatMap(([name, snapshots]) =>
      snapshots.some((each) => SNAPSHOT.test(each)) ? [name] : [],
    )
    const listed = (role: "dev" | "prod"): boolean => kept.some((name) => name.toLowerCase().includes(role))
    const named = (role: "dev" | "prod"): boolean =>
      [...machines.keys()].some((name) => name.toLowerCase().includes(role))
    const lacking = (["dev", "prod"] as const).filter((role) => named(role) && !listed(role))
    return all(
      expect(lacking.length !== 1, {
        message: `The machine ${lacking.join("")} has no snapshot B2-complete, the other one has.`,
        expected: "B2-complete on both",
        actual: kept.join(", "),
        hint: "Both belong to one state: take the snapshot of the other one as well.",
      }),
      expect(lacking.length === 0 && kept.length > 1, {
        message:
          kept.length === 1 ? "Only one machine has a snapshot B2-complete." : "No machine has a snapshot B2-complete.",
        expected: "B2-complete on both",
        actual: [...machines].map(([name, snapshots]) => `${name}: ${snapshots.join(", ") || "none"}`).join("; "),
      }),
    )
  },
  hint: "Shut both machines down and take the snapshot: `VBoxManage snapshot NAME take B2-complete`.",
})
