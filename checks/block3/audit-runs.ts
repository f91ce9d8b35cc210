import { defineCheck } from "../../src/engine/check.js"
import { audit, judgeAudit } from "../library/audit.js"

/** Findings are allowed: that the audit reaches the project's packages is what counts. */
export default defineCheck({
  id: "b3.audit-runs",
  title: "The auditor reports on the project's packages on dev",
  host: "dev",
  needs: ["b3.env-present", "b3.pins-exact"],
  probes: (context) => ({ report: audit(context, "dev") }),
  judge: ({ report }, context) => judgeAudit("dev", report, context),
  hint: "In the repository: `npm audit --json`, or `.venv/bin/pip-audit -f json`.",
})
