import { expect, it, vi } from "vitest"
import { EXPORT_FORMATS, exportGradebook } from "../../../src/grading/export/export-gradebook.js"
import { parseXlsx } from "../../../src/grading/export/xlsx.js"
import type { GradebookView } from "../../../src/grading/model.js"
import { sampleView } from "../../helpers/gradebook-view.js"

vi.setConfig({ testTimeout: 60_000 })

const CANARY = "canary-7f3a91"

/** How a machine is reached, and what was seen on it, must not travel with grades, should an object ever carry it. */
const SECRETS = {
  proxyCommand: `ssh -W %h:%p ${CANARY}`,
  identityFile: `/home/${CANARY}/.ssh/id_ed25519`,
  password: CANARY,
  recording: { observations: { o1: { stdout: CANARY } } },
  env: { SECRET_API_KEY: CANARY },
}

it.each(EXPORT_FORMATS)("as %s holds nothing but what a gradebook names", async (format) => {
  const view = laden(sampleView({ students: 3 }))
  expect(JSON.stringify(view)).toContain(CANARY)
  for await (const { path, content } of exportGradebook(view, format)) {
    const bytes = Buffer.concat([...content].map((piece) => Buffer.from(piece)))
    const text = format === "xlsx" ? JSON.stringify(await parseXlsx(bytes)) : bytes.toString()
    expect(text, path).not.toContain(CANARY)
  }
})

/** The same gradebook whose every object carries secrets on top. */
function laden(view: GradebookView): GradebookView {
  const add = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(add)
    if (typeof value !== "object" || value === null) return value
    return { ...Object.fromEntries(Object.entries(value).map(([name, each]) => [name, add(each)])), ...SECRETS }
  }
  const { policy, ...rest } = view
  // Names of `due` are blocks, not fields.
  return {
    ...(add(rest) as Omit<GradebookView, "policy">),
    policy: { ...(add(policy) as GradebookView["policy"]), due: policy.due },
  }
}
