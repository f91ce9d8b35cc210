import { describe, expect, test } from "vitest"
import adapterHostonly from "../../../checks/block1/adapter-hostonly.js"
import adapterNat from "../../../checks/block1/adapter-nat.js"
import devCpu from "../../../checks/block1/dev-cpu.js"
import devDesktop from "../../../checks/block1/dev-desktop.js"
import devDisk from "../../../checks/block1/dev-disk.js"
import devMemory from "../../../checks/block1/dev-memory.js"
import hostnames from "../../../checks/block1/hostnames.js"
import osDev from "../../../checks/block1/os-dev.js"
import prodHeadless from "../../../checks/block1/prod-headless.js"
import rebooted from "../../../checks/block1/rebooted.js"
import sshdBoot from "../../../checks/block1/sshd-boot.js"
import staticDev from "../../../checks/block1/static-dev.js"
import { interfaces, judged, printed, student, told, ubuntu } from "./judged.js"

const both = { dev: ubuntu("dev"), prod: ubuntu("prod") }

describe("two machines of Ubuntu 24.04 in VirtualBox", () => {
  test.each([
    adapterHostonly,
    devCpu,
    devDesktop,
    devDisk,
    devMemory,
    hostnames,
    osDev,
    prodHeadless,
    rebooted,
    sshdBoot,
    staticDev,
  ])("pass $id", (check) => expect(told(judged(check, both))).toBe("pass"))

  test("pass b1.adapter-nat when a mirror answers", () => {
    const mirror = printed(
      "source=http://archive.ubuntu.com/ubuntu/dists/noble/InRelease",
      "answered=http://archive.ubuntu.com/ubuntu/dists/noble/InRelease",
    )
    expect(told(judged(adapterNat, { ...both, devMirror: mirror, prodMirror: mirror }))).toBe("pass")
    expect(told(judged(adapterNat, { ...both, devMirror: mirror, prodMirror: printed("container=no") }))).toMatch(
      /prod has no package sources/,
    )
  })
})

describe("the distribution", () => {
  const of = (id: string, versionId: string, version: string): ReturnType<typeof ubuntu> =>
    ubuntu("dev", { "os.ID": id, "os.VERSION_ID": versionId, "os.VERSION": version })

  test.each([
    [of("ubuntu", '"26.04"', '"26.04 LTS (Resolute Raccoon)"'), "pass"],
    [of("ubuntu", '"24.10"', '"24.10 (Oracular Oriole)"'), "fail: dev runs an interim release."],
    [of("ubuntu", '"22.04"', '"22.04.5 LTS (Jammy Jellyfish)"'), "fail: The system of dev is too old."],
    [of("linuxmint", '"22"', '"22 (Wilma)"'), "fail: dev runs another distribution."],
  ])("is one with long support", (dev, verdict) => expect(told(judged(osDev, { dev }))).toBe(verdict))

  test("is what course.yaml names", () => {
    const dev = of("debian", '"12"', '"12 (bookworm)"')
    expect(told(judged(osDev, { dev }, student({ distribution: "debian", version: "12" })))).toBe("pass")
    expect(told(judged(osDev, { dev }, student({ distribution: "debian", version: "13" })))).toMatch(/too old/)
  })
})

describe("the sizes", () => {
  test("of the wizard's default are too small", () => {
    expect(told(judged(devMemory, { dev: ubuntu("dev", { memory: "2014000" }), prod: both.prod }))).toMatch(
      /too little/,
    )
    expect(told(judged(devCpu, { dev: ubuntu("dev", { cpus: "1" }), prod: both.prod }))).toMatch(/too little/)
  })

  test("of the other machine are told as such", () => {
    const swapped = { dev: ubuntu("dev", { memory: "1977580" }), prod: ubuntu("prod", { memory: "4005612" }) }
    expect(told(judged(devMemory, swapped))).toBe("fail: dev and prod have each other's memory.")
  })

  test("are judged while the other machine is away", () => {
    const away = { status: "unobserved", reason: "prod is not there" } as const
    expect(told(judged(devMemory, { dev: both.dev, prod: away }))).toBe("pass")
  })

  test("of the whole disk count, the largest where there are several", () => {
    const disks = ubuntu("dev", { disk: ["1048576", "26843545600", "0"] })
    expect(told(judged(devDisk, { dev: disks, prod: both.prod }))).toBe("pass")
    expect(told(judged(devDisk, { dev: ubuntu("dev", { disk: [] }), prod: both.prod })).startsWith("error")).toBe(true)
  })

  test("of a container are nobody's", () => {
    const dev = ubuntu("dev", { container: "lxc", cpus: "64" })
    for (const check of [devCpu, devMemory, devDisk, devDesktop])
      expect(told(judged(check, { dev, prod: both.prod }))).toMatch(/^skip: dev is a container \(lxc\)/)
    expect(told(judged(adapterHostonly, { dev, prod: both.prod }))).toMatch(/^skip/)
  })

  test("say nothing where nobody tells what kind of machine it is", () => {
    expect(told(judged(devCpu, { dev: ubuntu("dev", { container: "" }), prod: both.prod })).startsWith("error")).toBe(
      true,
    )
  })
})

describe("the network", () => {
  test("needs an adapter of its own", () => {
    const prod = ubuntu("prod", { interfaces: interfaces("10.23.0.11") })
    expect(told(judged(adapterHostonly, { dev: both.dev, prod }))).toMatch(/No interface of prod/)
    const down = ubuntu("prod", { interfaces: interfaces("192.168.56.11", { state: "DOWN" }) })
    expect(told(judged(adapterHostonly, { dev: both.dev, prod: down }))).toMatch(
      /not on an Ethernet interface that is up/,
    )
  })

  test("tells a missing adapter once", () => {
    expect(told(judged(staticDev, { dev: ubuntu("dev", { interfaces: interfaces("10.23.0.10") }) }))).toBe(
      "skip: needs b1.adapter-hostonly",
    )
    const dev = ubuntu("dev", { container: "lxc", interfaces: interfaces("10.23.0.10") })
    expect(told(judged(staticDev, { dev }))).toMatch(/does not have its address/)
  })

  test("tells a copied machine by the other one's address", () => {
    expect(told(judged(staticDev, { dev: ubuntu("dev", { interfaces: interfaces("192.168.56.11") }) }))).toMatch(
      /belongs to prod/,
    )
  })
})

describe("the SSH server", () => {
  const unit = (id: string, file: string, active: string): string =>
    `Accept=no\tId=${id}\tLoadState=${file === "masked" ? "masked" : "loaded"}\tActiveState=${active}\tUnitFileState=${file}`
  const prodWith = (...units: string[]): Record<string, ReturnType<typeof ubuntu>> => ({
    dev: both.dev,
    prod: ubuntu("prod", { unit: units }),
  })

  test.each([
    [
      "a socket whose service is masked",
      [unit("ssh.service", "masked", "inactive"), unit("ssh.socket", "enabled", "active")],
      "pass",
    ],
    ["a service alone", [unit("ssh.service", "enabled", "active"), unit("ssh.socket", "disabled", "inactive")], "pass"],
    [
      "a service that was started by hand",
      [unit("ssh.service", "disabled", "active")],
      "fail: The SSH server of prod will not start with the machine.",
    ],
    [
      "a unit of this boot only",
      [unit("ssh.service", "enabled-runtime", "active")],
      "fail: The SSH server of prod will not start with the machine.",
    ],
  ])("may be %s", (_name, units, verdict) => expect(told(judged(sshdBoot, prodWith(...units)))).toBe(verdict))

  test("is told to be silent where nothing listens", () => {
    const dev = ubuntu("dev", { listening: [] })
    expect(told(judged(sshdBoot, { dev, prod: both.prod }))).toBe("fail: Nothing listens on port 22 of dev.")
  })

  test("has an installation that nobody remembers after years", () => {
    const prod = ubuntu("prod", { installed: [], listed: "1700009999" })
    expect(told(judged(rebooted, { dev: both.dev, prod })).startsWith("error")).toBe(true)
  })
})

describe("a host name", () => {
  test("may have a domain", () => {
    const prod = ubuntu("prod", { hostname: "prod.fritz.box", statichostname: "prod.fritz.box" })
    expect(told(judged(hostnames, { dev: both.dev, prod }))).toBe("pass")
  })
})
