import { describe, expect, test } from "vitest"
import facts from "../../../checks/block1/facts.js"
import leastPrivilege from "../../../checks/block1/least-privilege.js"
import modeString from "../../../checks/block1/mode-string.js"
import { readRights } from "../../../checks/library/mode-words.js"
import { answered, judged, printed, student, told, ubuntu } from "./judged.js"

describe("the mode string", () => {
  const seeds = Array.from({ length: 40 }, (_, index) => ({ ...student(), workspaceSeed: `seed-${index}` }))
  const modeOf = (who: (typeof seeds)[number]): string =>
    / mode (\S{10})\./.exec(modeString.question?.text(who) ?? "")?.[1] ?? ""
  const solution = (who: (typeof seeds)[number]): Record<string, string> => modeString.question?.solution(who) ?? {}

  test("differs from workspace to workspace, and its own solution is right", () => {
    expect(new Set(seeds.map(modeOf)).size).toBeGreaterThan(20)
    for (const who of seeds) {
      expect(modeOf(who)).toMatch(/^[dl]([r-][w-][x-]){3}$/)
      expect(told(judged(modeString, { answer: answered(solution(who)) }, who))).toBe("pass")
    }
  })

  test("is told apart from one that counts the type as a right", () => {
    for (const who of seeds) {
      const [owner = "", group = "", others = ""] = [0, 3, 6].map((at) =>
        modeOf(who)
          .slice(at, at + 3)
          .replace(/[dl]/, ""),
      )
      const shifted = {
        ...solution(who),
        owner: owner || "nothing",
        group: group || "nothing",
        others: others || "nothing",
      }
      expect(told(judged(modeString, { answer: answered(shifted) }, who)), modeOf(who)).toMatch(
        /^fail: (The first character was counted|.* is none of the rights)/,
      )
    }
  })

  test("has rights that are named one by one", () => {
    for (const who of seeds) {
      const right = solution(who)
      const wrong = { ...right, group: right.group === right.others ? "nothing" : (right.others ?? "") }
      expect(told(judged(modeString, { answer: answered(wrong) }, who))).toBe(
        "fail: The rights of the group are not right.",
      )
      expect(told(judged(modeString, { answer: answered({ ...right, type: "file" }) }, who))).toMatch(
        /stands for something else/,
      )
    }
  })

  test.each([
    ["read, write", "rw"],
    ["write and read", "rw"],
    ["r-x", "rx"],
    ["Execute", "x"],
    ["5", "rx"],
    ["nothing", ""],
    ["---", ""],
    ["0", ""],
    ["rw", "rw"],
    ["everything", undefined],
    ["", undefined],
  ])("understands %j", (text, rights) => expect(readRights(text)).toBe(rights))
})

describe("host name and release", () => {
  const judge = (fields: Record<string, string>, dev = ubuntu("dev")): string =>
    told(judged(facts, { answer: answered(fields), dev, prod: ubuntu("prod") }))

  test.each([
    [{ hostname: "dev", codename: "noble" }, "pass"],
    [{ hostname: " Dev ", codename: "Noble Numbat" }, "pass"],
    [{ hostname: "prod", codename: "noble" }, "fail: That is the name of prod."],
    [{ hostname: "dev", codename: "24.04" }, "fail: The release of dev has another code name."],
  ])("%j", (fields, verdict) => expect(judge(fields)).toBe(verdict))

  test("may be those of a machine that is not called dev", () => {
    expect(
      judge({ hostname: "prod", codename: "noble" }, ubuntu("dev", { hostname: "prod", statichostname: "prod" })),
    ).toBe("pass")
  })
})

describe("a file that is closed to the account", () => {
  const files = printed(
    "shut=/root",
    "shut=/etc/ssl/private",
    "closed=/etc/shadow",
    "closed=/etc/ssh/ssh_host_ed25519_key",
    "open=/etc/passwd",
  )
  const behind = printed("behind=/root/.bashrc", "behind=/etc/ssl/private/ssl-cert-snakeoil.key")
  const judge = (file: string, root: typeof behind | { status: "unobserved"; reason: string } = behind): string =>
    told(judged(leastPrivilege, { answer: answered({ file }), files, behind: root }))

  test.each([
    "/etc/shadow",
    "`/etc/shadow`",
    " /etc//shadow ",
    "/root/.bashrc",
    "~root/.bashrc",
    "/etc/ssl/private/ssl-cert-snakeoil.key",
  ])("is %j", (file) => expect(judge(file)).toBe("pass"))

  test.each([
    ["/etc/passwd", /Everybody/],
    ["/root", /is a folder/],
    ["/root/nothing", /no file of that name/],
    ["/etc/shadows", /no file of that name/],
    ["shadow", /no path/],
  ])("is not %j", (file, message) => expect(judge(file)).toMatch(message))

  test("behind a closed folder is believed where root is not to be had", () => {
    const away = { status: "unobserved", reason: "It needs sudo." } as const
    expect(judge("/root/.bashrc", away)).toBe("pass")
    expect(judge("/etc/hosts", away)).toMatch(/^fail/)
  })
})
