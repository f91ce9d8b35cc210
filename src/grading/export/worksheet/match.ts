import type { StudentRow } from "../../model.js"

/** What a worksheet says of one person; empty where it says nothing. */
export interface Person {
  readonly email: string
  readonly idNumber: string
  readonly name: string
}

/** In this order: an address is somebody's own, a name need not be. */
const BY = [
  { of: ({ email }: Person) => email, in: ({ student }: StudentRow) => student.email ?? "" },
  { of: ({ idNumber }: Person) => idNumber, in: ({ student }: StudentRow) => student.id },
  { of: ({ name }: Person) => name, in: ({ student }: StudentRow) => student.name },
]

/**
 * Finds the student of each person: by e-mail address, else by ID number, else by full name. What two students or two persons have in
 * common names nobody, and no student is given to two persons.
 */
export function matchPeople(people: readonly Person[], students: readonly StudentRow[]): (StudentRow | undefined)[] {
  const found: (StudentRow | undefined)[] = people.map(() => undefined)
  const taken = new Set<StudentRow>()
  for (const by of BY) {
    const owners = uniquely(students, by.in)
    const named = uniquely(people, by.of)
    people.forEach((person, index) => {
      const key = comparable(by.of(person))
      const student = owners.get(key)
      if (found[index] !== undefined || student === undefined || named.get(key) !== person || taken.has(student)) return
      found[index] = student
      taken.add(student)
    })
  }
  return found
}

function uniquely<T>(items: readonly T[], textOf: (item: T) => string): Map<string, T> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(comparable(textOf(item)), (counts.get(comparable(textOf(item))) ?? 0) + 1)
  return new Map(
    items
      .map((item) => [comparable(textOf(item)), item] as const)
      .filter(([key]) => key !== "" && counts.get(key) === 1),
  )
}

/** Case, composed letters and the number of spaces make no other person; an apostrophe in front only keeps a spreadsheet from calculating. */
function comparable(text: string): string {
  return text
    .normalize("NFC")
    .replace(/^'(?=\s*[=+\-@])/, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase()
}
