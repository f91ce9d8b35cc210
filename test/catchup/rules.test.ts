import { describe, expect, test } from "vitest"
import { readExample } from "../../src/catchup/env-example.js"
import { envRules } from "../../src/catchup/env-rules.js"
import { readLook, readWays } from "../../src/catchup/facts.js"
import { originsOf } from "../../src/catchup/origins.js"
import { planHost } from "../../src/catchup/plan.js"
import { packagesOf } from "../../src/catchup/reference-state.js"
import { refuseHost, refuseWays, refuseWithoutRoom } from "../../src/catchup/refusals.js"
import { settings } from "../../src/engine/context.js"
import { lookAt, referenceAt, remoteAt, view } from "./views.js"

describe("readExample", () => {
  test("reads keys in order with the comments directly above them", () => {
    expect(readExample("# one\n# two\nA=1\n\n# lost\n\nB=\r\nnot a key\n")).toEqual([
      { name: "A", value: "1", comment: ["# one", "# two"] },
      { name: "B", value: "", comment: [] },
    ])
  })
})

describe("envRules", () => {
  const keys = readExample("SECRET_API_KEY=replace-me\nDEBUG=true\nMODEL_REPO=https://a/b\nDB_PASSWORD=\n")
  const rules = (role: "dev" | "prod", modelRepo = "") =>
    new Map(envRules(keys, role, { modelRepo }).map((rule) => [rule.name, rule]))

  test("has secrets made on the host, and knows their placeholders", () => {
    expect(rules("dev").get("SECRET_API_KEY")).toMatchObject({
      source: { kind: "secret", bytes: 32 },
      placeholders: ["replace-me"],
    })
    expect(rules("dev").get("DB_PASSWORD")).toMatchObject({ source: { kind: "secret" }, placeholders: [] })
  })

  test("takes prod's DEBUG for not filled in while it is the example's", () => {
    expect(rules("prod").get("DEBUG")).toMatchObject({ source: { value: "false" }, placeholders: ["true"] })
    expect(rules("dev").get("DEBUG")).toMatchObject({ source: { value: "true" }, placeholders: [] })
  })

  test("takes models from where the settings say", () => {
    expect(rules("dev").get("MODEL_REPO")?.source).toEqual({ kind: "text", value: "https://a/b" })
    expect(rules("dev", "http://hub/m.git").get("MODEL_REPO")?.source).toEqual({
      kind: "text",
      value: "http://hub/m.git",
    })
  })
})

describe("originsOf", () => {
  const of = (given: { dev?: string; prod?: string; account?: string; settings?: object }) =>
    originsOf({
      settings: settings.parse(given.settings ?? {}),
      account: given.account ?? "",
      dev: given.dev ?? "",
      prod: given.prod ?? "",
    })

  test("keeps an origin that is the student's, in the way it is written", () => {
    expect(
      of({
        dev: "ssh://git@github.com:22/ada/pixelwise.git",
        account: "ada",
        prod: "https://github.com/Ada/pixelwise",
      }),
    ).toEqual({
      push: "ssh://git@github.com:22/ada/pixelwise.git",
      pull: "https://github.com/Ada/pixelwise",
    })
  })

  test.each([
    "https://github.com/schutera/pixelwise",
    "git@github.com:user/pixelwise.git",
    "",
    "git@github.com:eve/pixelwise.git",
  ])("takes the account's repository in the place of %s", (dev) => {
    expect(of({ dev, account: "ada", prod: "https://github.com/schutera/pixelwise" })).toEqual({
      push: "git@github.com:ada/pixelwise.git",
      pull: "https://github.com/ada/pixelwise.git",
    })
  })

  test("turns an HTTPS address of dev into the SSH one", () => {
    expect(of({ dev: "https://github.com/ada/pixelwise.git", account: "ada" })?.push).toBe(
      "git@github.com:ada/pixelwise.git",
    )
  })

  test("follows the settings where they name the repository", () => {
    const given = { remote: "git@hub:pixelwise.git", remotePull: "http://hub/pixelwise.git" }
    expect(of({ dev: "git@github.com:ada/pixelwise.git", settings: given })).toEqual({
      push: given.remote,
      pull: given.remotePull,
    })
  })

  test("knows nothing where nothing tells whose it is", () => {
    expect(of({ dev: "https://github.com/schutera/pixelwise" })).toBeUndefined()
  })
})

describe("refusals", () => {
  const refuse =
    (...lines: string[]) =>
    () =>
      refuseHost(
        view("v0.2", { facts: lookAt("v0.2", ...lines) }),
        referenceAt("v0.2"),
        "typescript",
        "/home/user/pixelwise",
      )

  test.each([
    ["place=other", "is no folder"],
    ["worktree=yes", "second work tree"],
    ["git_running=yes", "still running"],
    ["releases=yes", "by releases"],
    ["node=18.19.0", "Node.js 20 or newer is needed"],
    ["journal=20261121-083000 complete begun undoing", "an undo was cut"],
  ])("refuses %s", (line, message) => {
    expect(refuse(line)).toThrow(message)
    expect(refuse(line)).toThrow("Nothing was changed.")
  })

  test("lets a host pass that nothing is in the way on", () => {
    expect(refuse()).not.toThrow()
  })

  test("refuses a remote that does not answer, but not one that only lacks a key", () => {
    const at = (problem: string) => () => {
      const remote = { problem, ssh_keys: 0, ref: [] }
      refuseHost(view("v0.1", { remote }), referenceAt("v0.1"), "typescript", "/r")
    }
    expect(at("ERROR: Repository not found.")).toThrow("cannot read your repository")
    expect(at("ssh: Could not resolve hostname hub")).toThrow("cannot read your repository")
    expect(at("git@hub: Permission denied (publickey).")).not.toThrow()
  })

  test("says how much room is missing", () => {
    const facts = lookAt("v0.1", "room_home=1 300000000 999999", "room_repo=1 300000000 999999")
    const given = view("v0.1", { facts, remote: remoteAt("v0.1") })
    const plan = planHost(given, referenceAt("v0.2"))
    expect(() => refuseWithoutRoom(given, plan, "typescript")).toThrow(
      /287 MB are free, \d+ MB are needed \(backup 10 MB, dependencies 450 MB/,
    )
    const roomy = view("v0.1")
    expect(() => refuseWithoutRoom(roomy, planHost(roomy, referenceAt("v0.2")), "typescript")).not.toThrow()
  })

  test("names each address that a host does not reach", () => {
    expect(() => refuseWays("prod", readWays("no_way=http://a/\nno_way=http://b/\n"))).toThrow(
      "prod does not reach http://a/, http://b/.",
    )
    expect(() => refuseWays("prod", readWays(""))).not.toThrow()
  })
})

describe("what a host tells", () => {
  test("is believed only in the form that was asked for", () => {
    expect(() => readLook("user=u\ngroup=g\nhome=not absolute\nplace=repository\n")).toThrow()
    expect(() => readLook("")).toThrow()
    expect(() => lookAt("v0.1", "head=$(reboot)")).toThrow()
    expect(() => lookAt("v0.1", "journal=../../etc")).toThrow()
  })
})

test("packagesOf reads what a setup script installs", () => {
  expect(packagesOf("sudo DEBIAN_FRONTEND=x apt-get install -y git curl\necho apt-get\n")).toEqual(["git", "curl"])
})
