/**
 * e^x and the natural logarithm by additions, multiplications and divisions alone. ECMAScript leaves the last bits of
 * Math.exp and Math.log to the engine; IEEE 754 leaves none of them for + - * / and Math.sqrt. So what is trained with these
 * two is the same on every engine and processor. They give the same bits as V8's Math.exp and Math.log of today, because both
 * come from the same source, FreeBSD's msun:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunSoft, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
 */
const bits = new DataView(new ArrayBuffer(8))

const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10
const HALF_LN2 = 0x3fd62e42
const ONE_AND_A_HALF_LN2 = 0x3ff0a2b2
const TINY = 0x3e300000
const OVERFLOW = 709.782712893383973096
const UNDERFLOW = -745.13321910194110842

/** e to the power of x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > OVERFLOW) return Infinity
  if (x < UNDERFLOW) return 0
  bits.setFloat64(0, x)
  const size = bits.getUint32(0) & 0x7fffffff
  // x = k * ln 2 + (high - low), so that what is left is at most half of ln 2.
  let [k, high, low] = [0, x, 0]
  if (size > HALF_LN2) {
    if (size < ONE_AND_A_HALF_LN2) {
      if (x === 1) return Math.E
      k = x < 0 ? -1 : 1
      high = x - k * LN2_HIGH
    } else {
      k = Math.trunc(1.4426950408889634 * x + (x < 0 ? -0.5 : 0.5))
      high = x - k * LN2_HIGH
    }
    low = k * LN2_LOW
  } else if (size < TINY) return 1 + x
  const rest = high - low
  const t = rest * rest
  const p5 = 1.6533902205465251539e-6 - t * 4.13813679705723846039e-8
  const c =
    rest - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 - t * p5)))
  if (k === 0) return 1 - ((rest * c) / (c - 2) - rest)
  const y = 1 - (low - (rest * c) / (2 - c) - high)
  if (k === 1024) return y * 2 * powerOfTwo(1023)
  return k >= -1021 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * 9.3326361850321887899e-302
}

/** The natural logarithm; -Infinity for 0, NaN below. */
export function log(x: number): number {
  if (x === 0) return -Infinity
  if (x < 0 || Number.isNaN(x)) return NaN
  if (x === Infinity) return x
  let k = 0
  let scaled = x
  if (x < 2.2250738585072014e-308) {
    scaled *= 18014398509481984
    k -= 54
  }
  bits.setFloat64(0, scaled)
  const head = bits.getUint32(0)
  k += (head >>> 20) - 1023
  const fraction = head & 0xfffff
  const carry = (fraction + 0x95f64) & 0x100000
  bits.setUint32(0, fraction | (carry ^ 0x3ff00000))
  k += carry >>> 20
  const f = bits.getFloat64(0) - 1
  if ((0xfffff & (2 + fraction)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW
    const r = f * f * (0.5 - 0.33333333333333333 * f)
    return k === 0 ? f - r : k * LN2_HIGH - (r - k * LN2_LOW - f)
  }
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1))
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)))
  const r = odd + even
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f
    return k === 0 ? f - (half - s * (half + r)) : k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f)
  }
  return k === 0 ? f - s * (f - r) : k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f)
}

function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20)
  bits.setUint32(4, 0)
  return bits.getFloat64(0)
}
