import { describe, expect, test } from "vitest"
import { isDone, planHost, type HostPlan } from "../../src/catchup/plan.js"
import { envRules } from "../../src/catchup/env-rules.js"
import { readExample } from "../../src/catchup/env-example.js"
import { lookAt, referenceAt, remoteAt, view } from "./views.js"

const changed = ({ layers }: HostPlan): string[] =>
  layers.flatMap(({ layer, changes }) => (changes.length > 0 ? [layer] : []))

describe("planHost", () => {
  test("has nothing to do on a host that stands at the tag", () => {
    const plan = planHost(view("v0.5"), referenceAt("v0.5"))
    expect(changed(plan)).toEqual([])
    expect(isDone([plan])).toBe(true)
    expect(plan).toMatchObject({ files: false, push: false, env: false, setup: false, stopService: false })
  })

  test("goes forward: files, remote, dependencies and model", () => {
    const plan = planHost(view("v0.2"), referenceAt("v0.3"))
    expect(changed(plan)).toEqual(["files", "remote", "dependencies", "model"])
    expect(plan).toMatchObject({ files: true, push: true, setup: true, renews: true })
  })

  test("keeps the old dependencies before a setup that makes them anew, whatever it is run for", () => {
    const reference = referenceAt("v0.5")
    const withoutTable = view("v0.5", { database: { postgres: "running", role: "yes" } })
    expect(planHost(withoutTable, reference)).toMatchObject({ setup: true, renews: true })
    const careful = { ...reference, hosts: { ...reference.hosts, dev: { ...reference.hosts.dev, reinstalls: false } } }
    expect(planHost(withoutTable, careful)).toMatchObject({ setup: true, renews: false })
  })

  test("goes back, and deletes only those later tags that are the reference's own", () => {
    const own = lookAt("v0.3", `tag=v0.4 ${"9".repeat(40)}`)
    const [files] = planHost(view("v0.3", { facts: own }), referenceAt("v0.2")).layers.filter(
      ({ layer }) => layer === "files",
    )
    expect(files?.changes).toContain("deletes the reference's later tags here: v0.3")
  })

  test("needs neither .env nor dependencies for v0.1", () => {
    const bare = lookAt("v0.1", "place=absent")
    const plan = planHost(view("v0.1", { facts: bare }), referenceAt("v0.1"))
    expect(changed(plan)).toEqual(["files"])
    expect(plan.setup).toBe(false)
  })

  test("pushes from dev alone", () => {
    const plan = planHost(view("v0.2", { role: "prod", remote: remoteAt("v0.1") }), referenceAt("v0.2"))
    expect(plan.push).toBe(false)
  })

  test("tells what is in progress and not committed", () => {
    const facts = lookAt("v0.3", "operation=MERGE_HEAD", "changed=2", "untracked=1", "branch=")
    const lines = planHost(view("v0.3", { facts }), referenceAt("v0.3")).layers.flatMap(({ changes }) => changes)
    expect(lines).toContain("ends what is in progress: MERGE_HEAD")
    expect(lines).toContain("puts 2 changed and 1 untracked entries into a stash")
    expect(lines).toContain("HEAD is detached -> main")
  })

  test("stops and removes a service that the state does not have", () => {
    const facts = lookAt(
      "v0.5",
      "unit_load=loaded",
      "unit_active=active",
      "unit_file=enabled",
      "unit_same=yes",
      "unit_read=yes",
    )
    const plan = planHost(view("v0.5", { role: "prod", facts }), referenceAt("v0.3"))
    expect(plan).toMatchObject({ stopService: true, removeUnit: true })
  })

  test("starts a service that only stands still", () => {
    const facts = lookAt(
      "v0.4",
      "unit_load=loaded",
      "unit_active=failed",
      "unit_file=enabled",
      "unit_same=yes",
      "unit_read=yes",
    )
    const plan = planHost(view("v0.4", { role: "prod", facts }), referenceAt("v0.4"))
    expect(changed(plan)).toEqual(["dependencies", "service"])
    expect(plan.setup).toBe(true)
  })

  test("adds missing keys, fills in placeholders and keeps the rest", () => {
    const keys = readExample("# key\nSECRET_API_KEY=replace-me\n# debug\nDEBUG=true\nMODEL_VERSION=v1.0\n")
    const rules = envRules(keys, "dev", { modelRepo: "" })
    const facts = lookAt("v0.2", "env=SECRET_API_KEY placeholder", "env=DEBUG set", "env=MODEL_VERSION missing")
    const plan = planHost(view("v0.2", { facts, rules }), referenceAt("v0.2"))
    const [env] = plan.layers.filter(({ layer }) => layer === ".env")
    expect(env?.changes).toEqual(["adds MODEL_VERSION", "fills in SECRET_API_KEY"])
  })

  test("goes on with a catch-up that was cut, and installs again what it may have half installed", () => {
    const facts = lookAt("v0.2", "journal=20261121-083000 complete begun")
    const plan = planHost(view("v0.2", { facts }), referenceAt("v0.2"))
    expect(plan).toMatchObject({ resumes: "20261121-083000", setup: true })
    expect(isDone([plan])).toBe(false)
  })

  test("leaves finished and undone ones alone", () => {
    for (const marks of ["complete begun set-up finished", "complete begun undoing undone"]) {
      const facts = lookAt("v0.2", `journal=20261121-083000 ${marks}`)
      expect(planHost(view("v0.2", { facts }), referenceAt("v0.2")).resumes).toBeUndefined()
    }
  })

  test("wants a key where the Git host refuses those that are there", () => {
    const remote = { problem: "git@hub: Permission denied (publickey).", ssh_keys: 1, ref: [] }
    expect(planHost(view("v0.1", { remote }), referenceAt("v0.1"))).toMatchObject({
      account: true,
      needsKey: true,
      push: true,
    })
  })
})
