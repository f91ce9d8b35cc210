import { random } from "../../engine/random.js"

export interface Person {
  readonly name: string
  readonly email: string
}

/** Names that lists of students do have, and that careless programs trip over: each is there before any ordinary one. */
const DIFFICULT: readonly (readonly [name: string, mailbox: string])[] = [
  ["Jürgen Groß-Öztürk", "juergen.gross-oeztuerk"],
  ['O\'Neil, Séan "Jack"', "sean.oneil"],
  ["محمد الأحمد", "m.alahmad"],
  ["Nguyễn Thị Ánh", "anh.nguyen"],
  ["שרה כהן", "sarah.cohen"],
  ["Łukasz Żółć; Dr.", "lukasz.zolc"],
  ["李小龍", "xiaolong.li"],
  ["-Maria (geb. Vogt)", "maria.vogt"],
  ["Null", "null"],
  ["Anneliese Freifrau von und zu Schönburg-Glauchau-Wechselburg", "a.schoenburg"],
]

const FIRST = [
  "Anna",
  "Björn",
  "Clara",
  "David",
  "Émilie",
  "Fatih",
  "Greta",
  "Hannes",
  "Işıl",
  "Jonas",
  "Katarzyna",
  "Lena",
]
const LAST = [
  "Ackermann",
  "Böhm",
  "Çelik",
  "Dąbrowska",
  "Eßer",
  "Fröhlich",
  "Günther",
  "Hofmann",
  "Ivanova",
  "Jäger",
  "Krüger",
]

/** As many people as asked for; the same seed gives the same people, and nobody twice. */
export function people(count: number, seed: string): Person[] {
  const { integer } = random(`people:${seed}`)
  const shift = integer(0, FIRST.length * LAST.length - 1)
  return Array.from({ length: count }, (_, index) => {
    const difficult = DIFFICULT[index]
    if (difficult) return { name: difficult[0], email: `${difficult[1]}@students.example.org` }
    const at = index + shift
    // The two lengths have no common factor: every pair comes once before one comes again.
    const [first, last] = [FIRST[at % FIRST.length] ?? "", LAST[at % LAST.length] ?? ""]
    const again = Math.floor((index - DIFFICULT.length) / (FIRST.length * LAST.length))
    const mark = again === 0 ? "" : ` ${again + 1}`
    return { name: `${first} ${last}${mark}`, email: `${plain(`${first}.${last}${mark}`)}@students.example.org` }
  })
}

/** Letters that a mailbox has everywhere. */
function plain(text: string): string {
  const spelled = text.replace(/[äöüßøłı]/gi, (letter) => SPELLED[letter.toLowerCase()] ?? letter)
  const bare = spelled.normalize("NFD").replace(/\p{M}/gu, "")
  return bare.toLowerCase().replace(/\s+/g, "")
}

const SPELLED: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", ø: "o", ł: "l", ı: "i" }
