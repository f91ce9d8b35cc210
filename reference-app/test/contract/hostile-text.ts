import fc, { type Arbitrary } from "fast-check"

/** What a header may hold; everything else cannot be written as HTTP. */
export const headerText: Arbitrary<string> = fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,60}$/)

const NUMBERS = ["0", "-1", "1e3", "0x10", "1.5", " 1", "NaN", "1e400", "１", "2147483647", "2147483648"]
const WORDS = ["null", "true", "[object Object]", "\u0000", "%00", "../../etc/passwd", "1;DROP TABLE predictions"]

/** Values of parameters and parts of paths: text of any script, and what programs stumble over. */
export const hostileText: Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(...NUMBERS, ...WORDS, "9007199254740993", "9".repeat(400)),
)

/** Percent-encoded; half a surrogate pair has no UTF-8, and becomes the replacement character. */
export function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
