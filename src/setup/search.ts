import { resolveInventory } from "../inventory/load-inventory.js"
import { greeting, type Greeting } from "../transport/ssh/greeting.js"
import { LECTURE, SETUP_ROLES, type Candidate, type FoundEntry, type Seen } from "./candidate.js"
import { ownMachine, type MachineView } from "./own-machine.js"
import { sshAliases } from "./ssh-aliases.js"
import { virtualBoxMachines, type RunProgram } from "./virtual-box.js"

/** How long one machine may take to greet. */
const GREETING_MS = 1_500

/** What a search looks at; a test hands in its own. */
export interface SearchView {
  machine: MachineView
  home: string
  env: NodeJS.ProcessEnv
  run: RunProgram
  /** Asks whether an SSH server is there. */
  greet: (entry: FoundEntry) => Promise<Greeting>
}

/** Looks for machines of the course everywhere at once, and asks each whether an SSH server answers. The likeliest come first. */
export async function searchMachines(view: SearchView): Promise<Seen[]> {
  const lecture = SETUP_ROLES.map((role): Candidate => {
    return { role, entry: { address: LECTURE[role].address }, source: "the address of the lecture" }
  })
  const ask = (candidates: readonly Candidate[]): Promise<Seen[]> =>
    Promise.all(
      candidates.map(async (candidate) => {
        const local = candidate.entry.transport === "local"
        return { ...candidate, answer: local ? "this machine" : await view.greet(candidate.entry) }
      }),
    )
  const lists = await Promise.all([
    ask([...ownMachine(view.machine), ...sshAliases(view), ...lecture]),
    virtualBoxMachines(view.run).then(ask),
  ])
  // The first of those that lead to the same machine counts: it is the one that a person named.
  const seen = [
    ...new Map(
      lists
        .flat()
        .reverse()
        .map((each) => [keyOf(each), each] as const),
    ).values(),
  ].reverse()
  return seen.sort((a, b) => rank(a) - rank(b))
}

/** Asks for a greeting as course would later connect: through what ~/.ssh/config says. */
export function greetBy(home: string, env: NodeJS.ProcessEnv, signal: AbortSignal): SearchView["greet"] {
  return async (entry) => {
    const { dev } = resolveInventory({ hosts: { dev: entry } }, "course.yaml", { home, env }).hosts
    return dev?.transport === "ssh" ? await greeting(dev, { timeoutMs: GREETING_MS, signal }) : "no way"
  }
}

/** What to propose for each role: the first that answers, else the lecture's address. */
export function proposals(seen: readonly Seen[]): Record<(typeof SETUP_ROLES)[number], Seen> {
  const best = (role: (typeof SETUP_ROLES)[number]): Seen =>
    seen.find((each) => each.role === role && answers(each)) ?? {
      role,
      entry: { address: LECTURE[role].address },
      source: "the address of the lecture",
      answer: "silent",
    }
  return { dev: best("dev"), prod: best("prod") }
}

/** Is there something to log in to? */
export function answers({ answer }: Seen): boolean {
  return answer === "ssh" || answer === "this machine" || answer === "untried"
}

/** What leads to the same machine in the same way counts once. */
function keyOf({ entry }: Candidate): string {
  return entry.transport === "local" ? "local" : `${entry.address ?? ""} ${entry.port ?? 22}`
}

const ORDER: readonly Seen["answer"][] = [
  "this machine",
  "ssh",
  "untried",
  "something else",
  "refused",
  "silent",
  "no way",
]

function rank({ answer }: Seen): number {
  return ORDER.indexOf(answer)
}
