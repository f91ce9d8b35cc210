import { hostname, userInfo } from "node:os"

/** Who changes something, unless they say otherwise: account and machine. */
export function accountAndMachine(): string {
  return `${userInfo().username}@${hostname()}`
}
