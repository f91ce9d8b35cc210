import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { course } from "../../helpers/course-cli.js"
import { canRunSshd, freePort, keygen, startSshd, type Sshd } from "../../helpers/sshd.js"

describe.skipIf(!canRunSshd)("course roster doctor on a real OpenSSH server (needs root)", () => {
  let sshd: Sshd
  let folder: string

  beforeAll(async () => {
    sshd = await startSshd()
    folder = mkdtempSync(join(tmpdir(), "course-roster-doctor-"))
  })
  afterAll(async () => {
    await sshd.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it("names what is in the way of each, writes messages, and ends with 3", async () => {
    keygen(join(folder, "stranger"))
    writeFileSync(
      join(folder, "class.csv"),
      [
        `# default user: root`,
        `# default dev_port: ${sshd.port}`,
        `# default key: ${sshd.identityFile}`,
        "# default agent: none",
        "# default prod_host: -",
        "id,name,email,dev_host,dev_port,dev_key",
        `s1,Ada,ada@example.org,127.0.0.1,,`,
        `s2,Bob,bob@example.org,127.0.0.1,${await freePort()},`,
        `s3,Cyn,cyn@example.org,127.0.0.1,,stranger`,
        `s4,Dee,dee@example.org,no-such-host.invalid,,`,
      ].join("\n"),
    )
    const argv = ["roster", "doctor", join(folder, "class.csv"), "--messages", join(folder, "out"), "--json"]
    const { exitCode, stdout, stderr } = await course(argv)
    const { students } = JSON.parse(stdout) as { students: { id: string; hosts: { troubles: string[] }[] }[] }
    const found = students.map(({ id, hosts }) => [id, hosts.flatMap(({ troubles }) => troubles)])
    // What else this machine may not be, such as the course's system, is not the matter here.
    expect(found.slice(1)).toEqual([
      ["s2", ["port"]],
      ["s3", ["auth"]],
      ["s4", ["name"]],
    ])
    expect(found[0]?.[1]).not.toContain("auth")
    expect(exitCode).toBe(3)
    expect(stderr).toContain("s1 has the same machine")
    const key = readFileSync(join(folder, "stranger.pub"), "utf8").split(" ").slice(0, 2).join(" ")
    expect(readFileSync(join(folder, "out", "s3.txt"), "utf8")).toContain(key)

    await sshd.rebuild()
    const again = await course([...argv.slice(0, 3), "--only", "s1"])
    expect(again).toMatchObject({ exitCode: 3, stdout: expect.stringContaining("host key: ") as string })
    const unknown = await course([...argv.slice(0, 3), "--only", "s9"])
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Did you mean s") as string })
  })
})
