import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"

const CVE = {
  right: "a public number for one known vulnerability, the same in every database",
  score: "a score from 0 to 10 that says how bad a vulnerability is",
  patch: "the version of a package that mends a vulnerability",
  tool: "a program that looks for vulnerabilities",
}
const ACTION = {
  right:
    "see whether we are affected; update to the fixed version, pin, test and deploy; if there is none, replace or shield it",
  ignore: "nothing, as long as the tests pass",
  force: "let `npm audit fix --force` (or an upgrade of everything) loose on prod",
  wait: "wait for the next planned release of our own service",
}

export default defineQuestion({
  id: "b3.audit-answer",
  title: "What a CVE is, and what to do on a critical finding, is known",
  question: {
    text: () => "The audit lists findings by number. What is a CVE? And what do you do when it reports a critical one?",
    fields: [
      { name: "cve", label: "A CVE is", choices: [CVE.score, CVE.right, CVE.tool, CVE.patch] },
      {
        name: "action",
        label: "On a critical finding",
        choices: [ACTION.wait, ACTION.force, ACTION.right, ACTION.ignore],
      },
    ],
    solution: () => ({ cve: CVE.right, action: ACTION.right }),
  },
  judge: (fields) =>
    all(
      expect(fields.cve !== CVE.score, {
        message: "The score is the CVSS; a CVE is something else.",
        expected: "what the number stands for",
        actual: fields.cve ?? "",
      }),
      expect(fields.cve === CVE.right, {
        message: "That is not what a CVE is.",
        expected: "Common Vulnerabilities and Exposures: what is counted there?",
        actual: fields.cve ?? "",
      }),
      expect(fields.action !== ACTION.force, {
        message: "A forced update on prod breaks what was pinned and tested.",
        expected: "a change that goes through dev, the pins and prod",
        actual: fields.action ?? "",
      }),
      expect(fields.action === ACTION.right, {
        message: "A critical finding is left as it is.",
        expected: "a decision and an update",
        actual: fields.action ?? "",
      }),
    ),
  hint: "A CVE names a vulnerability; the advisory names affected and fixed versions; the way to prod stays the same as for any change.",
})
