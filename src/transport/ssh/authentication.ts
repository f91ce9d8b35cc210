import type { AnyAuthMethod, AuthHandlerMiddleware, AuthenticationType, NextAuthHandler } from "ssh2"
import type { SecretReference, SshTarget } from "../../inventory/inventory.js"
import type { Secrets } from "../secrets.js"
import { findIdentities } from "./identities.js"

/** What was offered to a host, and what the host said it would accept. */
export interface Authentication {
  readonly handler: AuthHandlerMiddleware
  /** What was tried, in words. */
  readonly tried: readonly string[]
  /** The methods that the host named, once it has refused something. */
  readonly accepted: () => readonly string[] | undefined
  /** Set when offering something failed on our side, such as a key that a wrong passphrase does not open. */
  readonly fault: () => unknown
  /** Told while a person is being asked, since no deadline runs then. */
  readonly onAsking: (listener: (asking: boolean) => void) => void
}

interface Offer {
  readonly method: AuthenticationType
  readonly name: string
  readonly make: () => Promise<AnyAuthMethod | undefined>
}

/**
 * Offers, in this order: keys that need no passphrase (named ones first), the agent, locked keys (asking for the passphrase),
 * and at last the password.
 */
export async function authenticate(
  target: SshTarget,
  {
    password,
    secrets,
    agentSocket,
  }: { password: SecretReference | undefined; secrets: Secrets; agentSocket: string | undefined },
): Promise<Authentication> {
  const identities = await findIdentities(target)
  const login = `${target.user}@${target.address}`
  const listeners: ((asking: boolean) => void)[] = []
  const asking = async <T>(question: () => Promise<T>): Promise<T> => {
    for (const listener of listeners) listener(true)
    try {
      return await question()
    } finally {
      for (const listener of listeners) listener(false)
    }
  }
  const askPassword = () => asking(() => secrets.password(login, password))
  const username = target.user
  const agent = target.identityAgent === "none" ? undefined : (target.identityAgent ?? agentSocket)
  const offers: Offer[] = [
    ...identities.flatMap((identity): Offer[] =>
      identity.kind === "ready"
        ? [
            {
              method: "publickey",
              name: `key ${identity.file}`,
              make: async () => ({ type: "publickey", username, key: identity.key }),
            },
          ]
        : [],
    ),
    ...(agent === undefined || (target.identitiesOnly && target.identityFiles.length > 0)
      ? []
      : [
          {
            method: "agent" as const,
            name: "the SSH agent",
            make: async () => ({ type: "agent" as const, username, agent }),
          },
        ]),
    ...identities.flatMap((identity): Offer[] =>
      identity.kind === "locked"
        ? [
            {
              method: "publickey",
              name: `key ${identity.file} (locked by a passphrase)`,
              make: async () => {
                const passphrase = await asking(() => secrets.passphrase(identity.file))
                return passphrase === undefined
                  ? undefined
                  : { type: "publickey", username, key: identity.unlock(passphrase) }
              },
            },
          ]
        : [],
    ),
    {
      method: "password",
      name: "password",
      make: async () => {
        const answer = await askPassword()
        return answer === undefined ? undefined : { type: "password", username, password: answer }
      },
    },
    {
      method: "keyboard-interactive",
      name: "password (keyboard-interactive)",
      make: async () => {
        const answer = await askPassword()
        if (answer === undefined) return undefined
        return {
          type: "keyboard-interactive",
          username,
          prompt: (_name, _instructions, _language, prompts, finish) =>
            finish(prompts.map(({ echo }) => (echo ? "" : answer))),
        }
      },
    },
  ]
  const tried: string[] = []
  let accepted: readonly string[] | undefined
  let fault: unknown
  const next = async (answer: NextAuthHandler): Promise<void> => {
    for (let offer = offers.shift(); offer; offer = offers.shift()) {
      const needed = offer.method === "agent" ? "publickey" : offer.method
      if (accepted && !accepted.includes(needed)) continue
      const method = await offer.make()
      if (!method) continue
      tried.push(offer.name)
      return answer(method)
    }
    // The library takes false for "nothing left"; its types only know it as the type of a method.
    answer(false as unknown as AnyAuthMethod)
  }
  return {
    tried,
    accepted: () => accepted,
    fault: () => fault,
    onAsking: (listener) => listeners.push(listener),
    handler: (methodsLeft, _partial, answer) => {
      // Before the first offer the library passes null, whatever its types say.
      if (Array.isArray(methodsLeft)) accepted = methodsLeft
      next(answer).catch((error: unknown) => {
        fault = error
        answer(false as unknown as AnyAuthMethod)
      })
    },
  }
}
