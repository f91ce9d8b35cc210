import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { answerTo, normalise } from "../library/answers.js"
import { lenient } from "../library/command.js"
import { machine } from "../library/machine.js"
import { release } from "../library/operating-system.js"

export default defineCheck({
  id: "b1.facts",
  title: "Host name and release of dev are read from its files",
  host: "laptop",
  probes: (context) => ({
    answer: answerTo("b1.facts"),
    dev: machine("dev", context),
    prod: lenient(machine("prod", context)),
  }),
  question: {
    text: () => "On dev, look into /etc/hostname and /etc/os-release. What do they say?",
    fields: [
      { name: "hostname", label: "Name of the host" },
      { name: "codename", label: "Code name of the release" },
    ],
    solution: () => ({ hostname: "dev", codename: "" }),
    lookUp: (context) => {
      const { spec, read } = machine("dev", context)
      return { spec, read: (observation) => ({ codename: release(read(observation), "VERSION_CODENAME") }) }
    },
  },
  judge: ({ answer, dev, prod }) => {
    if (answer === null)
      return fail({
        message: "This question is not answered yet.",
        expected: "an answer",
        actual: "(none)",
        hint: "Run `course answer b1.facts`.",
      })
    const [hostname, codename] = [normalise(answer.hostname), normalise(answer.codename)]
    const name = dev.get("statichostname").trim() || dev.get("hostname")
    const same = (a: string, b: string): boolean => a.split(".")[0] === b.toLowerCase().split(".")[0]
    return all(
      expect(hostname !== "" && codename !== "", {
        message: "A part of the answer is empty.",
        expected: "two names",
        actual: `${answer.hostname ?? ""}; ${answer.codename ?? ""}`,
      }),
      expect(same(hostname, name) || prod === undefined || !same(hostname, prod.get("hostname")), {
        message: "That is the name of prod.",
        expected: "the name of dev",
        actual: answer.hostname ?? "",
        hint: "The prompt says on which machine you are: `user@dev`.",
      }),
      expect(same(hostname, name), {
        message: "dev does not have that name.",
        expected: "the line in /etc/hostname on dev",
        actual: answer.hostname ?? "",
        hint: "Answered for the laptop? The prompt says on which machine you are: `user@dev`.",
      }),
      // "Noble Numbat" says as much as "noble".
      expect(codename.split(" ")[0] === release(dev, "VERSION_CODENAME").toLowerCase(), {
        message: "The release of dev has another code name.",
        expected: "VERSION_CODENAME in /etc/os-release on dev",
        actual: answer.codename ?? "",
      }),
    )
  },
  hint: "`cat /etc/hostname` and `cat /etc/os-release`, on dev.",
})
