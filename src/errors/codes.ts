/**
 * Every error a person can meet: its permanent code, the exit code it ends the command with, and what it means.
 * Codes are never reused; `docs` of a code is its section in ERRORS.md, and a test keeps the two equal.
 */
export const EXIT = {
  ok: 0,
  checkFailed: 1,
  usage: 2,
  unobserved: 3,
  bug: 70,
  interrupted: 130,
} as const

export const ERROR_CODES = {
  COURSE_USAGE: { exit: EXIT.usage, meaning: "The command line asks for something that does not exist." },
  COURSE_CONFIG_MISSING: { exit: EXIT.usage, meaning: "There is no course.yaml to tell where the hosts are." },
  COURSE_CONFIG_INVALID: { exit: EXIT.usage, meaning: "A file that describes hosts or settings is not valid." },
  COURSE_FILE_UNREADABLE: { exit: EXIT.usage, meaning: "A named file cannot be read or has the wrong content." },
  COURSE_FILE_UNWRITABLE: { exit: EXIT.usage, meaning: "A result cannot be written where it should go." },
  COURSE_PORT_TAKEN: { exit: EXIT.usage, meaning: "A page cannot be served on the named port." },
  COURSE_UNKNOWN_ID: { exit: EXIT.usage, meaning: "No block, step, check or answer has this id." },
  COURSE_CONTENT_INVALID: { exit: EXIT.bug, meaning: "Blocks and checks contradict each other." },
  COURSE_NOTES_INVALID: { exit: EXIT.bug, meaning: "The notes of a block do not keep to their format." },
  COURSE_HOST_NAME: { exit: EXIT.unobserved, meaning: "The name of a host does not resolve to an address." },
  COURSE_HOST_REFUSED: { exit: EXIT.unobserved, meaning: "The host answers, but nothing listens on its SSH port." },
  COURSE_HOST_UNREACHABLE: { exit: EXIT.unobserved, meaning: "No way leads to the host." },
  COURSE_HOST_TIMEOUT: { exit: EXIT.unobserved, meaning: "The host did not answer in time." },
  COURSE_HOST_CLOSED: { exit: EXIT.unobserved, meaning: "The connection to the host was cut." },
  COURSE_HOST_BUSY: { exit: EXIT.unobserved, meaning: "The host's SSH server refuses a further session." },
  COURSE_SSH_HANDSHAKE: { exit: EXIT.unobserved, meaning: "Something other than a usable SSH server answers." },
  COURSE_SSH_AUTH: { exit: EXIT.unobserved, meaning: "The host accepts none of the keys or the password." },
  COURSE_SSH_KEY: { exit: EXIT.usage, meaning: "A private key cannot be read or its passphrase is wrong." },
  COURSE_HOST_KEY_CHANGED: { exit: EXIT.unobserved, meaning: "The host shows another host key than before." },
  COURSE_HOST_KEY_UNKNOWN: {
    exit: EXIT.unobserved,
    meaning: "The host key is new and may not be trusted on first use here.",
  },
  COURSE_PROXY_COMMAND: { exit: EXIT.unobserved, meaning: "The proxy command ended before a connection stood." },
  COURSE_HOST_SHELL: { exit: EXIT.unobserved, meaning: "The host's login shell does not run the probe script." },
  COURSE_TERMINAL: { exit: EXIT.usage, meaning: "A terminal is needed, and there is none or none can be made." },
  COURSE_HOST_FULL: { exit: EXIT.unobserved, meaning: "The host has no room left for temporary files." },
  COURSE_SUDO: { exit: EXIT.unobserved, meaning: "Root rights are needed on the host and cannot be had." },
  COURSE_DEPLOY_FAILED: { exit: EXIT.checkFailed, meaning: "A release did not become healthy." },
  COURSE_CATCHUP_REFUSED: { exit: EXIT.usage, meaning: "Hosts cannot be brought to a tag from where they are." },
  COURSE_CATCHUP_ROOM: { exit: EXIT.unobserved, meaning: "A host has too little room for a catch-up and its backup." },
  COURSE_CATCHUP_REGISTRY: { exit: EXIT.unobserved, meaning: "A host does not reach what it has to install from." },
  COURSE_CATCHUP_REMOTE: { exit: EXIT.unobserved, meaning: "The student's repository cannot be read or written." },
  COURSE_CATCHUP_FAILED: { exit: EXIT.checkFailed, meaning: "A step of a catch-up failed; what was there is kept." },
  COURSE_LAB_UNSUPPORTED: { exit: EXIT.usage, meaning: "This machine cannot run the lab." },
  COURSE_LAB_FAILED: { exit: EXIT.unobserved, meaning: "A step of building or booting the lab failed." },
  COURSE_LAB_UNKNOWN: { exit: EXIT.usage, meaning: "There is no such lab, host, state or snapshot." },
  COURSE_ROSTER_INVALID: { exit: EXIT.usage, meaning: "A roster has rows that cannot be used." },
  COURSE_GRADEBOOK: { exit: EXIT.unobserved, meaning: "The database of the gradebook cannot be used." },
  COURSE_CLAIM_LOST: { exit: EXIT.unobserved, meaning: "Another worker has taken a student over." },
  COURSE_SUBMISSION_INVALID: { exit: EXIT.checkFailed, meaning: "A submission is not what its student signed." },
  COURSE_INTERRUPTED: { exit: EXIT.interrupted, meaning: "The run was stopped from the keyboard." },
  COURSE_BUG: { exit: EXIT.bug, meaning: "A fault of course itself." },
} as const

export type ErrorCode = keyof typeof ERROR_CODES
