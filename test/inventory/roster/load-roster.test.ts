import { createHash } from "node:crypto"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { CourseError } from "../../../src/errors/course-error.js"
import { inventory } from "../../../src/inventory/inventory.js"
import { loadRoster } from "../../../src/inventory/roster/load-roster.js"
import type { Roster } from "../../../src/inventory/roster/roster.js"

const KEY = readFileSync("templates/roster.example.csv", "utf8").match(/ssh-ed25519 [A-Za-z0-9+/]+/)?.[0] ?? ""
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "course-roster-"))
  mkdirSync(join(folder, ".ssh"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function load(text: string | Buffer, name = "class.csv"): Promise<Roster> {
  writeFileSync(join(folder, name), text)
  return loadRoster(join(folder, name), { home: folder, env: { SET: "x" } })
}

/** What is said of a roster that cannot be used, without the name of the folder. */
async function faults(text: string | Buffer, name?: string): Promise<string[]> {
  const error: unknown = await load(text, name).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(CourseError)
  expect(error).toMatchObject({ code: "COURSE_ROSTER_INVALID", hint: expect.stringMatching(/\S/) as string })
  return (error as CourseError).message.replaceAll(`${folder}/`, "").split("\n")
}

describe("a roster in CSV", () => {
  it("gives each student an inventory as a course.yaml would", async () => {
    writeFileSync(join(folder, "grader"), "")
    const text = [
      "# Class of spring",
      "# default dev_user: user",
      "# default key: grader",
      "# default settings.prodPort: 9000",
      "id,name,E-Mail,group,track,ects,dev_host,dev.port,dev_user,prod_host,prod_user,jump,settings.devRepo,public_key",
      `007,"Lovelace, Ada",ada@example.org,A,py,5,10.0.0.1,2222,,10.0.0.2,svc,me@gate:2200,/srv/x,${KEY} ada`,
      "# a remark",
      ",,,,,,,,,,,,,",
      "b,Bob,,,,,10.0.0.3,,ops,10.0.0.4,,,,",
    ].join("\n")
    const roster = await load(text)
    expect(roster).toMatchObject({
      path: join(folder, "class.csv"),
      hash: createHash("sha256").update(text).digest("hex"),
      warnings: [],
    })
    const [ada, bob] = roster.students
    expect(ada).toMatchObject({
      student: { id: "007", name: "Lovelace, Ada", email: "ada@example.org", group: "A", track: "python" },
      line: 6,
      ects: 5,
      publicKeys: [KEY],
      settings: { prodPort: 9000, devRepo: "/srv/x", devAddress: "10.0.0.1", serviceUser: "svc" },
    })
    const jumps = [expect.objectContaining({ address: "gate", port: 2200, user: "me" })]
    expect(ada?.inventory.hosts.dev).toMatchObject({
      transport: "ssh",
      ...{ address: "10.0.0.1", port: 2222, user: "user", identityFiles: [join(folder, "grader")], jumps },
    })
    expect(ada?.inventory.hosts.prod).toMatchObject({ address: "10.0.0.2", port: 22, user: "svc", jumps })
    expect(bob).toMatchObject({
      student: { id: "b", email: undefined, group: undefined, track: "typescript" },
      ...{ line: 9, ects: undefined, publicKeys: [], settings: { devRepo: "/home/ops/pixelwise" } },
    })
    for (const each of roster.students) expect(inventory.parse(each.inventory)).toEqual(each.inventory)
  })

  it("fills the id into what a row or a default says", async () => {
    for (const id of ["s1", "s2"]) writeFileSync(join(folder, id), "")
    const { students } = await load(
      "# default key: {id}\n# default proxy_command: ip netns exec class-{id} nc %h %p\nid,dev_host,prod_host\ns1,10.0.0.1,10.0.0.2\ns2,10.0.0.1,10.0.0.2\n",
    )
    expect(students.map(({ inventory }) => inventory.hosts.prod)).toMatchObject([
      { identityFiles: [join(folder, "s1")], proxyCommand: "ip netns exec class-s1 nc %h %p" },
      { identityFiles: [join(folder, "s2")], proxyCommand: "ip netns exec class-s2 nc %h %p" },
    ])
  })

  it("reads what spreadsheets write: byte order mark, CRLF, semicolons, names of any script", async () => {
    const { students } = await load(
      '\ufeffid;name;dev_host;prod_host\r\ns1;"כהן; ""מרים""\r\n(Gast)";h1;h2\r\ns2;Zoë Ünal;h3;h4\r\n',
    )
    expect(students.map(({ student }) => student.name)).toEqual(['כהן; "מרים" (Gast)', "Zoë Ünal"])
    expect(students.map(({ line }) => line)).toEqual([2, 4])
  })

  it("tells every bad row at once, with line, column and remedy", async () => {
    const text = [
      "id,name,email,track,ects,dev_host,dev_port,prod_host,key",
      "s1,Ada,ada@example,typescript,5,h1,99999,h2,",
      "S1,Bob,,cobol,many,h3,22,h4,missing",
      "s1,Cyn,,,,h5,,,",
      ",Dee,,,,h7,,h8,",
      "../x,Eve,,,,user@h9,,h10,",
      's6,"Fa\u0007y",,,,h11,,h12,',
      "s7,Gil,,,,h13,,h14,,surplus",
    ].join("\n")
    expect(await faults(text)).toEqual([
      'class.csv:2: column 3, email: "ada@example" cannot be used. Write an address such as ada@example.org.',
      'class.csv:2: column 7, dev_port: "99999" is no number from 1 to 65535.',
      "class.csv:3: column 1, id: S1 is in line 2 already (as s1). Every student needs an id of their own.",
      'class.csv:3: column 4, track: "cobol" is no track. Write typescript or python.',
      'class.csv:3: column 5, ects: "many" is no number from 1 to 60.',
      'class.csv:3: column 9, key: there is no file "missing". Paths begin at the folder of the roster. Correct the path.',
      "class.csv:4: column 1, prod_host: it is missing. Write its address, or - for a student without this machine.",
      "class.csv:4: column 1, id: s1 is in line 2 already. Every student needs an id of their own.",
      "class.csv:5: column 1, id: it is missing. Every student needs an id of their own, such as the matriculation number.",
      'class.csv:6: column 1, id: "../x" cannot be used. Write letters, digits and . _ @ + - (64 at most).',
      'class.csv:6: column 6, dev_host: "user@h9" cannot be used. Write a name or an address, without the account or the port.',
      "class.csv:7: column 2, name: it holds control characters. Type it anew; what was copied from elsewhere may bring them.",
      "class.csv:8: it has 10 cells, the header only 9. Put a cell that holds the separator in double quotes.",
    ])
  })

  it("names unknown columns with what was probably meant", async () => {
    const lines = await faults("id,dev_hots,host,settings.prodprot,,name,full_name\ns1,h1,h2,,,a,b\n")
    expect(lines).toEqual([
      expect.stringMatching(/^class\.csv:1: column 2, dev_hots: it is not known; did you mean dev_host\?/),
      "class.csv:1: column 3, host: it is not said of which machine; write dev_host or prod_host.",
      expect.stringMatching(
        /^class\.csv:1: column 4, settings\.prodprot: there is no such setting; did you mean prodPort\?/,
      ),
      "class.csv:1: column 5 has no name. Name it, or remove it.",
      "class.csv:1: column 7, full_name: it means the same as column 6. Remove one of them.",
      expect.stringMatching(/^class\.csv:2: column 1, dev_host: it is missing/),
      expect.stringMatching(/^class\.csv:2: column 1, prod_host: it is missing/),
    ])
  })

  it.each(["dev_password", "Passwort", "sudo_password", "prod.passphrase", "SSH Private Key"])(
    "refuses a column %s and repeats nothing of it",
    async (column) => {
      const lines = await faults(`id,dev_host,prod_host,${column}\ns1,h1,h2,CANARY-7431\n`)
      expect(lines).toEqual([expect.stringMatching(/a roster holds no secrets.*password_env.*password_file/)])
      expect(lines.join()).not.toContain("CANARY")
    },
  )

  it("repeats nothing of a secret that stands in the place of a reference", async () => {
    const lines = await faults(
      "id,dev_host,prod_host,dev_sudo_password_env,prod_sudo_password_file,dev_key\ns1,h1,h2,CANARY 1!,CANARY2,-----BEGIN OPENSSH PRIVATE KEY----- CANARY3\n",
    )
    expect(lines).toHaveLength(3)
    expect(lines.join()).not.toContain("CANARY")
  })

  it("refers to secrets by variable and by file", async () => {
    writeFileSync(join(folder, "pw"), "")
    const { students, warnings } = await load(
      "id,dev_host,prod_host,dev_sudo_password_env,prod_sudo_password_file,dev_password_env\ns1,h1,h2,SET,pw,UNSET\n",
    )
    expect(students[0]?.inventory.hosts).toMatchObject({
      dev: { sudoPassword: { env: "SET" }, password: { env: "UNSET" } },
      prod: { sudoPassword: { file: join(folder, "pw") } },
    })
    expect(warnings).toEqual([expect.stringContaining("the variable UNSET is not set here")])
  })

  it("takes a student without machines who hands in, and one without prod who says so", async () => {
    const { students } = await load(`id,dev_host,prod_host,public_key\ns1,,,${KEY}\ns2,h1,-,\n`)
    expect(students.map(({ inventory }) => Object.keys(inventory.hosts))).toEqual([["laptop"], ["laptop", "dev"]])
  })

  it("reads public keys from a file, and refuses what is none or not the student's alone", async () => {
    writeFileSync(join(folder, "s1.pub"), `# two keys\n${KEY} a\n${KEY} b\n`)
    const { students } = await load("# default public_key_file: {id}.pub\nid\ns1\n")
    expect(students[0]?.publicKeys).toEqual([KEY])
    expect(
      await faults(
        `# default dev_host: h\n# default prod_host: -\nid,public_key\na,ssh-ed25519 AAAA\nb,${KEY}\nc,${KEY}\n`,
      ),
    ).toEqual([
      expect.stringMatching(/:4: column 2, public_key: it is no public key/),
      expect.stringMatching(/:6: column 2, public_key: b in line 5 has the same key/),
    ])
  })

  it("warns of machines that are named twice, but not behind proxies of their own", async () => {
    const { warnings } = await load("id,dev_host,prod_host,proxy_command\na,H1,h1,\nb,h2,h1,\nc,h2,h1,nc c\n")
    expect(warnings.map((each) => each.replace(`${folder}/`, ""))).toEqual([
      "class.csv:2: column 3, prod_host: it is the same machine as dev. Correct it, unless it is meant so.",
      "class.csv:3: column 3, prod_host: a has the same machine. Correct it, unless it is meant so.",
    ])
  })

  it("names the place of what is no UTF-8, and how to save it", async () => {
    expect(await faults(Buffer.from("id,name\ns1,M\xfcller\n", "latin1"))).toEqual([
      "class.csv:2:5: here stands something that is no UTF-8.",
    ])
    expect(await faults(Buffer.from("\ufeffid,name\n", "utf16le"))).toEqual(["class.csv:1: the file is UTF-16."])
  })

  it("has limits, and no patience with what is empty", { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => `s${index},h,h`).join("\n")
    expect(await faults(`id,dev_host,prod_host\n${many}\n`)).toEqual([expect.stringContaining("at most 10000")])
    expect(await faults("x".repeat(8 * 1024 * 1024 + 1))).toEqual([expect.stringContaining("larger than 8 MiB")])
    expect(await faults("")).toEqual([expect.stringContaining("there is no header")])
    expect(await faults("id,dev_host\n")).toEqual(["class.csv names no student."])
  })

  it("says so when there is no such file", async () => {
    await expect(loadRoster(join(folder, "none.csv"))).rejects.toMatchObject({ code: "COURSE_FILE_UNREADABLE" })
  })
})

describe("a roster in YAML", () => {
  it("says the same in nested keys, lists and aliases", async () => {
    for (const name of ["k1", "k2"]) writeFileSync(join(folder, name), "")
    const { students } = await load(
      [
        "defaults: { track: python, dev: { user: ops }, settings: { prodPort: 9000 } }",
        "students:",
        "  - id: 007",
        "    dev: &near { host: 10.0.0.1, key: [k1, k2], jump: [a@one, two:22] }",
        "    prod: { host: 10.0.0.2 }",
        "    settings: { devCpus: 4 }",
        "  - { id: b, dev: *near, prod: { host: h, user: root } }",
      ].join("\n"),
      "class.yaml",
    )
    expect(students.map(({ student, line }) => ({ id: student.id, line }))).toEqual([
      { id: "007", line: 3 },
      { id: "b", line: 7 },
    ])
    const identityFiles = [join(folder, "k1"), join(folder, "k2")]
    const dev = {
      address: "10.0.0.1",
      user: "ops",
      identityFiles,
      jumps: [{ address: "one", user: "a" }, { address: "two" }],
    }
    expect(students[0]).toMatchObject({
      inventory: { track: "python", hosts: { dev }, settings: { prodPort: 9000, devCpus: 4 } },
    })
    expect(students[1]).toMatchObject({ inventory: { hosts: { dev, prod: { user: "root" } } } })
  })

  it("tells every bad value with line and column", async () => {
    const text = [
      "defaults:",
      "  dev: { port: 0 }",
      "studnets: 1",
      "students:",
      "  - id: a",
      "    dev: { host: h1, prot: 22 }",
      "    prod: { host: h2, password: CANARY }",
      "  - id: [a, b]",
      "    dev: h3",
      "  - just text",
    ].join("\n")
    const lines = await faults(text, "class.yml")
    expect(lines).toEqual([
      'class.yml:2:16: dev.port: "0" is no number from 1 to 65535.',
      "class.yml:3:1: studnets: it is not known; known here: defaults, students",
      expect.stringMatching(/^class\.yml:6:22: dev\.prot: it is not known; did you mean dev_port\?/),
      expect.stringMatching(/^class\.yml:7:23: prod\.password: a roster holds no secrets/),
      expect.stringMatching(/^class\.yml:8:5: dev_host: it is missing/),
      expect.stringMatching(/^class\.yml:8:5: prod_host: it is missing/),
      "class.yml:8:9: id: it has to be one value, not a list.",
      "class.yml:9:10: dev has to be keys with values. Write `dev: { host: 192.0.2.10 }` and the like.",
      "class.yml:10:5: a student has to be keys with values. Write `id: s001` and the like.",
      ...Array.from(
        { length: 3 },
        () => expect.stringMatching(/^class\.yml:10:5: (id|dev_host|prod_host): it is missing/) as string,
      ),
    ])
    expect(lines.join()).not.toContain("CANARY")
  })

  it("tells where it is no YAML", async () => {
    expect(await faults("students:\n  - id: [a\n", "class.yaml")).toEqual([
      expect.stringMatching(/^class\.yaml:\d+:\d+: /),
    ])
    expect(await faults("- id: a\n", "class.yaml")).toEqual(
      expect.arrayContaining([expect.stringContaining("Write `students:`")]),
    )
  })
})

it.each(["csv", "yaml"])("templates/roster.example.%s loads", async (type) => {
  const { students, warnings } = await loadRoster(`templates/roster.example.${type}`, { home: folder, env: {} })
  expect(warnings).toEqual([])
  expect(students).toMatchObject([
    { student: { id: "s001", name: "Ada Lovelace", track: "typescript" }, ects: 5 },
    {
      student: { id: "s002", name: "Hopper, Grace", track: "python" },
      inventory: { hosts: { dev: { port: 2222, user: "user" } } },
    },
    { student: { id: "s003", name: "מרים כהן" }, inventory: { hosts: { prod: { jumps: [{ user: "grader" }] } } } },
    { student: { id: "s004", name: 'Anna "Ann" Weiß' }, publicKeys: [KEY], inventory: { hosts: { laptop: {} } } },
  ])
})
