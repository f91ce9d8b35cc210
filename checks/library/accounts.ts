import type { Facts } from "./command.js"

export interface Account {
  name: string
  uid: number
  groups: string[]
}

/** Those of the two accounts of the course that a machine has. */
export function accounts(found: Facts): Account[] {
  return found.all("account").map((line) => {
    const [name = "", uid = "", ...groups] = line.split(" ")
    return { name, uid: Number(uid), groups }
  })
}
