import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { audit, judgeAudit } from "../library/audit.js"
import type { Facts } from "../library/command.js"
import { pinnedPackages, placesOf } from "../library/pinned-packages.js"

/** While dev is ahead of prod, only packages that both pin alike are compared. */
export default defineCheck({
  id: "b3.same-audit",
  title: "The auditor says the same on dev and on prod",
  host: "prod",
  needs: ["b3.audit-runs", "b3.same-deps"],
  probes: (context) => ({
    dev: audit(context, "dev"),
    prod: audit(context, "prod"),
    devPins: pinnedPackages(context, "dev"),
    prodPins: pinnedPackages(context, "prod"),
  }),
  judge: ({ dev, prod, devPins, prodPins }, context) =>
    all(judgeAudit("dev", dev, context), judgeAudit("prod", prod, context), () => {
      const alike = devPins.get("digest") === prodPins.get("digest") ? undefined : pinnedAlike(devPins, prodPins)
      const of = (report: Facts): string[] =>
        report.all("advisory").filter((line) => alike?.has(line.split(" ")[1] ?? "") ?? true)
      const [onDev, onProd] = [of(dev), of(prod)]
      const apart = [
        ...onDev.filter((each) => !onProd.includes(each)).map((each) => `${each} on dev only`),
        ...onProd.filter((each) => !onDev.includes(each)).map((each) => `${each} on prod only`),
      ]
      return expect(apart.length === 0, {
        message: "The audits of dev and prod differ.",
        expected: "the same advisories",
        actual: apart.slice(0, 5).join(", "),
        hint: "Different findings mean different packages: pull on prod and install from the pins (`npm ci`, `pip install -r requirements.txt`).",
      })
    }),
  hint: "Run the audit in the repository on prod, with the packages that the pins name.",
})

function pinnedAlike(dev: Facts, prod: Facts): Set<string> {
  const versions = (found: Facts): Map<string, string> => {
    const byName = new Map<string, string[]>()
    for (const [place, { pinned }] of placesOf(found)) {
      const name = place.replace(/^.*node_modules\//, "")
      byName.set(name, [...(byName.get(name) ?? []), pinned])
    }
    return new Map([...byName].map(([name, all]) => [name, all.sort().join(" ")]))
  }
  const [here, there] = [versions(dev), versions(prod)]
  return new Set([...here.keys()].filter((name) => here.get(name) === there.get(name)))
}
