import type { AnswerMutant } from "../mutant.js"

export const answerMutants: AnswerMutant[] = [
  {
    name: "counts-in-words",
    check: "b3.transitive-count",
    message: /no pair of numbers/,
    fields: { direct: "three", pinned: "many" },
  },
  {
    name: "counts-of-another-project",
    check: "b3.transitive-count",
    message: /of no committed state/,
    fields: { direct: "3", pinned: "4711" },
  },
  {
    name: "direct-counted-twice",
    check: "b3.transitive-count",
    message: /number of direct dependencies/,
    fields: { direct: "51", pinned: "51" },
  },
  {
    name: "score-for-a-number",
    check: "b3.audit-answer",
    message: /score is the CVSS/,
    fields: {
      cve: "a score from 0 to 10 that says how bad a vulnerability is",
      action: "nothing, as long as the tests pass",
    },
  },
  {
    name: "finding-ignored",
    check: "b3.audit-answer",
    message: /left as it is/,
    fields: {
      cve: "a public number for one known vulnerability, the same in every database",
      action: "nothing, as long as the tests pass",
    },
  },
  {
    name: "finding-forced-away",
    check: "b3.audit-answer",
    message: /breaks what was pinned/,
    fields: {
      cve: "a public number for one known vulnerability, the same in every database",
      action: "let `npm audit fix --force` (or an upgrade of everything) loose on prod",
    },
  },
  {
    name: "advisory-without-number",
    check: "b3.cve",
    message: /no CVE number/,
    fields: { identifier: "high", affected: "1.0.0", fixed: "2.0.0" },
  },
  {
    name: "another-advisory",
    check: "b3.cve",
    message: /another vulnerability/,
    fields: { identifier: "CVE-1999-0001", affected: "1.0.0", fixed: "2.0.0" },
  },
  {
    name: "kernel-of-its-own",
    check: "b3.container-answer",
    message: /share the kernel/,
    fields: { what: "a kernel of its own, as a virtual machine has" },
  },
  {
    name: "packages-alone",
    check: "b3.container-answer",
    message: /more than that/,
    fields: { what: "the versions of the project's packages" },
  },
]
