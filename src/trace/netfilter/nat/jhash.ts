// The kernel's hash of 32-bit words. Source: include/linux/jhash.h jhash2(), __jhash_mix(), __jhash_final().
export function jhash2(words: readonly number[], initial: number): number {
  let a = (0xdeadbeef + words.length * 4 + initial) | 0
  let b = a
  let c = a
  const at = (index: number): number => words[index] ?? 0
  let index = 0
  for (; words.length - index > 3; index += 3) {
    a = (a + at(index)) | 0
    b = (b + at(index + 1)) | 0
    c = (c + at(index + 2)) | 0
    a = ((a - c) | 0) ^ rotate(c, 4)
    c = (c + b) | 0
    b = ((b - a) | 0) ^ rotate(a, 6)
    a = (a + c) | 0
    c = ((c - b) | 0) ^ rotate(b, 8)
    b = (b + a) | 0
    a = ((a - c) | 0) ^ rotate(c, 16)
    c = (c + b) | 0
    b = ((b - a) | 0) ^ rotate(a, 19)
    a = (a + c) | 0
    c = ((c - b) | 0) ^ rotate(b, 4)
    b = (b + a) | 0
  }
  if (index === words.length) return c >>> 0
  a = (a + at(index)) | 0
  b = (b + at(index + 1)) | 0
  c = (c + at(index + 2)) | 0
  c = ((c ^ b) - rotate(b, 14)) | 0
  a = ((a ^ c) - rotate(c, 11)) | 0
  b = ((b ^ a) - rotate(a, 25)) | 0
  c = ((c ^ b) - rotate(b, 16)) | 0
  a = ((a ^ c) - rotate(c, 4)) | 0
  b = ((b ^ a) - rotate(a, 14)) | 0
  c = ((c ^ b) - rotate(b, 24)) | 0
  return c >>> 0
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
